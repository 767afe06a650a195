// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The least that a signed answer takes, by the JDK's provider: SHA-256 of authenticator and body, and one signature over the
 * octets of such an answer's, with a key of its own of the same kind. One thread, and engines that are made once; no JSON, no
 * base64url.
 */
abstract class BareAnswer {

    private static final int RSA_BITS = 2048;
    private static final int HASH_LENGTH = 32;

    private final MessageDigest sha256;
    private final byte[] authenticator;
    private final byte[] body;
    private final byte[] signingInput;

    private BareAnswer(AnswerMaterial material) throws Exception {
        this.sha256 = MessageDigest.getInstance("SHA-256");
        this.authenticator = octets(material.authenticator());
        this.body = material.body();
        String signature = material.sign();
        this.signingInput = octets(signature.substring(0, signature.lastIndexOf('.')));
    }

    static BareAnswer of(AnswerScenario scenario, AnswerMaterial material) throws Exception {
        return switch (scenario) {
            case ANSWER_HS256 -> new Secret(material);
            case ANSWER_ES256 -> {
                KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
                keys.initialize(new ECGenParameterSpec("secp256r1"));
                yield new Pair(material, "SHA256withECDSAinP1363Format", keys.generateKeyPair());
            }
            case ANSWER_RS256 -> {
                KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
                keys.initialize(RSA_BITS);
                yield new Pair(material, "SHA256withRSA", keys.generateKeyPair());
            }
        };
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    final byte[] sign() throws GeneralSecurityException {
        hash();
        return sign(signingInput);
    }

    final boolean accepts(byte[] signature) throws GeneralSecurityException {
        hash();
        return accepts(signingInput, signature);
    }

    /** Takes the hashes into what is signed, as octets. */
    private void hash() throws DigestException {
        sha256.update(authenticator);
        sha256.digest(signingInput, 0, HASH_LENGTH);
        sha256.update(body);
        sha256.digest(signingInput, HASH_LENGTH, HASH_LENGTH);
    }

    abstract byte[] sign(byte[] octets) throws GeneralSecurityException;

    abstract boolean accepts(byte[] octets, byte[] signature) throws GeneralSecurityException;

    private static final class Secret extends BareAnswer {

        private final Mac mac = Mac.getInstance("HmacSHA256");
        private final SecretKey key = KeyGenerator.getInstance("HmacSHA256").generateKey();

        private Secret(AnswerMaterial material) throws Exception {
            super(material);
        }

        @Override
        byte[] sign(byte[] octets) throws GeneralSecurityException {
            mac.init(key);
            return mac.doFinal(octets);
        }

        @Override
        boolean accepts(byte[] octets, byte[] signature) throws GeneralSecurityException {
            return MessageDigest.isEqual(sign(octets), signature);
        }
    }

    private static final class Pair extends BareAnswer {

        private final Signature engine;
        private final SecureRandom random = new SecureRandom();
        private final KeyPair keys;

        private Pair(AnswerMaterial material, String algorithm, KeyPair keys) throws Exception {
            super(material);
            this.engine = Signature.getInstance(algorithm);
            this.keys = keys;
        }

        @Override
        byte[] sign(byte[] octets) throws GeneralSecurityException {
            engine.initSign(keys.getPrivate(), random);
            engine.update(octets);
            return engine.sign();
        }

        @Override
        boolean accepts(byte[] octets, byte[] signature) throws GeneralSecurityException {
            engine.initVerify(keys.getPublic());
            engine.update(octets);
            return engine.verify(signature);
        }
    }
}
