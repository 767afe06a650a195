// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The least that a verification has to do, and nothing else: one thread, engines made once, every position in the texts
 * known beforehand. It parses nothing and decides nothing that the cryptography does not decide: no verifier.
 *
 * <p>The request: header to octets, three base64url decodings, one pass over the payload, MAC or signature (an HMAC engine
 * is re-keyed, as requests of several clients come mixed), SHA-256 of query, fields and body, one
 * {@link ConcurrentHashMap#putIfAbsent} of the id. An uncached token: five base64url decodings, AES key unwrap, AES-GCM,
 * base64url of the key in it. A cached one: nothing at all, not even a look-up.
 */
final class Primitives implements Variant<SignedRequest> {

    private static final int GCM_TAG_BITS = 128;
    private static final int TOKEN_AT = "{\"at\":\"".length();
    private static final int ID_LENGTH = 22;

    private final boolean isSymmetric;
    private final boolean isTokenCached;
    private final Mac mac = Mac.getInstance("HmacSHA256");
    private final Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    private final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    private final Cipher keyWrap = Cipher.getInstance("AESWrap");
    private final Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
    private final SecretKeySpec wrappingKey;
    private final PublicKey clientKey;
    private final PublicKey issuerKey;
    private final int[] tokenDots;
    private final int tokenLength;
    private final int quotesInPayload;
    private final int idAt;
    private final int keyAt;
    private final SecretKeySpec cachedKey;
    private final byte[] queryText;
    private final byte[] fieldsText;
    private final byte[] queryHash;
    private final byte[] fieldsHash;
    private final byte[] bodyHash;
    private ConcurrentHashMap<String, Boolean> spent = new ConcurrentHashMap<>();

    Primitives(Material material) throws Exception {
        this.isSymmetric = material.scenario().isSymmetric();
        this.isTokenCached = material.scenario().isTokenCached();
        this.wrappingKey = new SecretKeySpec(material.wrappingKey().toByteArray(), "AES");
        this.clientKey = material.clientKey().toECPublicKey();
        this.issuerKey = material.issuerKey().toECPublicKey();
        this.tokenLength = material.token().length();
        this.tokenDots = dots(material.token());
        String payload = payload(material.sign(1)[0]);
        this.quotesInPayload = quotes(payload.getBytes(StandardCharsets.ISO_8859_1));
        this.idAt = payload.indexOf("\"jti\":\"") + "\"jti\":\"".length();
        if (isSymmetric) {
            byte[] token = material.token().getBytes(StandardCharsets.ISO_8859_1);
            String claims = new String(decryptToken(token, 0), StandardCharsets.ISO_8859_1);
            this.keyAt = claims.indexOf("\"k\":\"") + "\"k\":\"".length();
            this.cachedKey = confirmedKey(claims.getBytes(StandardCharsets.ISO_8859_1));
        } else {
            this.keyAt = 0;
            this.cachedKey = wrappingKey;
        }
        this.queryText = SignedRequest.QUERY.getBytes(StandardCharsets.ISO_8859_1);
        this.fieldsText = ("x-tenant: " + SignedRequest.TENANT + "\ncontent-type: " + SignedRequest.CONTENT_TYPE)
                .getBytes(StandardCharsets.ISO_8859_1);
        this.queryHash = sha256.digest(queryText);
        this.fieldsHash = sha256.digest(fieldsText);
        this.bodyHash = sha256.digest(SignedRequest.originalBody());
    }

    private static int[] dots(String text) {
        return IntStream.range(0, text.length())
                .filter(i -> text.charAt(i) == '.')
                .toArray();
    }

    private static String payload(SignedRequest request) {
        String encoded = request.authorization().split("\\.", -1)[1];
        return new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean accepts(SignedRequest request) throws GeneralSecurityException {
        byte[] text = request.authorization().getBytes(StandardCharsets.ISO_8859_1);
        int start = "PoP ".length();
        int first = request.authorization().indexOf('.');
        int second = request.authorization().indexOf('.', first + 1);
        byte[] header = decode(text, start, first);
        byte[] payload = decode(text, first + 1, second);
        byte[] signed = decode(text, second + 1, text.length);
        if (header[0] != '{' || quotes(payload) != quotesInPayload) {
            return false;
        }
        if (isSymmetric) {
            mac.init(isTokenCached ? cachedKey : confirmedKey(decryptToken(payload, TOKEN_AT)));
            mac.update(text, start, second - start);
            if (!MessageDigest.isEqual(mac.doFinal(), signed)) {
                return false;
            }
        } else if ((!isTokenCached && !isIssuersOwn(payload)) || !isSigned(clientKey, text, start, second, signed)) {
            return false;
        }
        if (!MessageDigest.isEqual(sha256.digest(queryText), queryHash)
                || !MessageDigest.isEqual(sha256.digest(fieldsText), fieldsHash)
                || !MessageDigest.isEqual(sha256.digest(request.octets()), bodyHash)) {
            return false;
        }
        String id = new String(payload, idAt, ID_LENGTH, StandardCharsets.ISO_8859_1);
        return spent.putIfAbsent(id, Boolean.TRUE) == null;
    }

    private boolean isIssuersOwn(byte[] payload) throws GeneralSecurityException {
        int end = TOKEN_AT + tokenDots[1];
        byte[] header = decode(payload, TOKEN_AT, TOKEN_AT + tokenDots[0]);
        byte[] claims = decode(payload, TOKEN_AT + tokenDots[0] + 1, end);
        byte[] signed = decode(payload, end + 1, TOKEN_AT + tokenLength);
        return header[0] == '{' && claims[0] == '{' && isSigned(issuerKey, payload, TOKEN_AT, end, signed);
    }

    private boolean isSigned(PublicKey key, byte[] text, int from, int to, byte[] signed)
            throws GeneralSecurityException {
        signature.initVerify(key);
        signature.update(text, from, to - from);
        return signature.verify(signed);
    }

    private byte[] decryptToken(byte[] text, int at) throws GeneralSecurityException {
        byte[] wrapped = decode(text, at + tokenDots[0] + 1, at + tokenDots[1]);
        byte[] iv = decode(text, at + tokenDots[1] + 1, at + tokenDots[2]);
        byte[] ciphertext = decode(text, at + tokenDots[2] + 1, at + tokenDots[3]);
        byte[] tag = decode(text, at + tokenDots[3] + 1, at + tokenLength);
        byte[] header = decode(text, at, at + tokenDots[0]);
        if (header[0] != '{') {
            throw new GeneralSecurityException("not a header");
        }
        gcm.init(Cipher.DECRYPT_MODE, contentKey(wrapped), new GCMParameterSpec(GCM_TAG_BITS, iv));
        gcm.updateAAD(text, at, tokenDots[0]);
        byte[] claims = new byte[ciphertext.length];
        int decrypted = gcm.update(ciphertext, 0, ciphertext.length, claims, 0);
        gcm.doFinal(tag, 0, tag.length, claims, decrypted);
        return claims;
    }

    private SecretKeySpec contentKey(byte[] wrapped) throws GeneralSecurityException {
        if (wrapped.length == 0) {
            return wrappingKey;
        }
        keyWrap.init(Cipher.UNWRAP_MODE, wrappingKey);
        return (SecretKeySpec) keyWrap.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
    }

    private SecretKeySpec confirmedKey(byte[] claims) {
        return new SecretKeySpec(decode(claims, keyAt, keyAt + 43), "HMAC");
    }

    /** How many strings begin or end; none when there is a character that a string may not hold as it is. */
    private static int quotes(byte[] text) {
        int quotes = 0;
        for (byte octet : text) {
            if (octet == '"') {
                quotes++;
            } else if (octet < ' ' || octet == '\\') {
                return 0;
            }
        }
        return quotes;
    }

    private static byte[] decode(byte[] text, int from, int to) {
        ByteBuffer octets = Base64.getUrlDecoder().decode(ByteBuffer.wrap(text, from, to - from));
        return octets.limit() == octets.capacity() ? octets.array() : Arrays.copyOf(octets.array(), octets.limit());
    }

    @Override
    public void forgetSpentIds() {
        spent = new ConcurrentHashMap<>();
    }
}
