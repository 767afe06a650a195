// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.spec.ECPublicKeySpec;
import java.util.Arrays;
import javax.crypto.KeyAgreement;

/** ECDH-ES key agreement with the Concat KDF (RFC 7518 section 4.6). */
final class EcdhEs {

    private EcdhEs() {}

    /** The derived key of so many octets; {@code algorithmId} is the {@code enc} or the {@code alg} value. */
    static byte[] derive(JsonObject header, DecryptionKey key, String algorithmId, int octets)
            throws GeneralSecurityException, MalformedException {
        KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
        agreement.init(key.key());
        agreement.doPhase(ephemeralKey(header, key.curve()), true);
        byte[] otherInfo = otherInfo(header, algorithmId, octets);
        return concatKdf(agreement.generateSecret(), otherInfo, octets);
    }

    // RFC 8725 section 3.4: the sender's point has to be on our curve before it meets our private key
    private static PublicKey ephemeralKey(JsonObject header, EcCurve curve)
            throws GeneralSecurityException, MalformedException {
        JsonObject epk = header.object("epk");
        if (epk == null) {
            throw new MalformedException("header member epk is missing");
        }
        try {
            JwkMembers jwk = new JwkMembers(epk);
            if (!jwk.text("kty").equals("EC") || !jwk.text("crv").equals(curve.joseName())) {
                throw new MalformedException("header member epk is not on the key's curve");
            }
            return KeyFactory.getInstance("EC")
                    .generatePublic(new ECPublicKeySpec(VerificationKey.point(jwk, curve), curve.parameters()));
        } catch (KeyDefectException e) {
            throw new MalformedException("header member epk: " + e.detail());
        }
    }

    // AlgorithmID || PartyUInfo || PartyVInfo || SuppPubInfo, the first three with a 32-bit length in front
    private static byte[] otherInfo(JsonObject header, String algorithmId, int octets) throws MalformedException {
        byte[] id = algorithmId.getBytes(StandardCharsets.US_ASCII);
        byte[] apu = party(header, "apu");
        byte[] apv = party(header, "apv");
        return ByteBuffer.allocate(4 * Integer.BYTES + id.length + apu.length + apv.length)
                .putInt(id.length)
                .put(id)
                .putInt(apu.length)
                .put(apu)
                .putInt(apv.length)
                .put(apv)
                .putInt(octets * 8)
                .array();
    }

    private static byte[] party(JsonObject header, String name) throws MalformedException {
        String text = header.text(name);
        return text == null ? new byte[0] : Base64Url.decode(text);
    }

    // NIST SP 800-56A section 5.8.2.1: SHA-256(counter || Z || OtherInfo), counter from 1
    private static byte[] concatKdf(byte[] z, byte[] otherInfo, int octets) {
        MessageDigest sha256 = Digests.newSha256();
        ByteBuffer derived = ByteBuffer.allocate(octets + sha256.getDigestLength());
        for (int counter = 1; derived.position() < octets; counter++) {
            sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, counter));
            sha256.update(z);
            derived.put(sha256.digest(otherInfo));
        }
        return Arrays.copyOf(derived.array(), octets);
    }
}
