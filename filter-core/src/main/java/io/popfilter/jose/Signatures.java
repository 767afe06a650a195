// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.EnumMap;
import java.util.Map;
import javax.crypto.Mac;

/** Verifies and makes JWS signatures (RFC 7515 sections 5.1 and 5.2) with the JDK's providers. */
public final class Signatures {

    // RFC 7518 section 3.5: the salt is as long as the hash
    private static final PSSParameterSpec PS256 =
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, PSSParameterSpec.TRAILER_FIELD_BC);

    private final Map<SignatureAlgorithm, EnginePool<Mac>> macs = new EnumMap<>(SignatureAlgorithm.class);
    private final Map<SignatureAlgorithm, EnginePool<Signature>> engines = new EnumMap<>(SignatureAlgorithm.class);

    /** Engines of its own, for any number of threads. */
    public Signatures() {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            if (algorithm.keyType() == KeyType.SECRET) {
                macs.put(algorithm, new EnginePool<>(() -> newMac(algorithm)));
            } else {
                engines.put(algorithm, new EnginePool<>(() -> newSignature(algorithm)));
            }
        }
    }

    /**
     * Whether the signature is the key's own over the signing input.
     *
     * @throws IllegalArgumentException when the key is not for the algorithm; ask {@link VerificationKey#fits} first
     */
    public boolean verify(CompactJws jws, SignatureAlgorithm algorithm, VerificationKey key) {
        if (!key.fits(algorithm)) {
            throw new IllegalArgumentException(algorithm + " is not for " + key.type());
        }
        byte[] signature = jws.signature();
        if (algorithm.keyType() == KeyType.SECRET) {
            return MessageDigest.isEqual(mac(algorithm, key, jws.text(), jws.signingInputLength()), signature);
        }
        int octets = algorithm.keyType() == KeyType.RSA ? key.octets() : algorithm.octets();
        if (signature.length != octets) {
            return false;
        }
        boolean isOnNistCurve = algorithm.keyType() != KeyType.RSA && algorithm.keyType() != KeyType.ED25519;
        if (isOnNistCurve && !EcCurve.of(algorithm.keyType()).isInRange(signature)) {
            return false; // CVE-2022-21449: not left to the JDK alone
        }
        return verify(engines(algorithm), jws, (PublicKey) key.key());
    }

    private static boolean verify(EnginePool<Signature> pool, CompactJws jws, PublicKey key) {
        Signature engine = pool.take();
        try {
            engine.initVerify(key);
            engine.update(jws.text(), 0, jws.signingInputLength());
            boolean isValid = engine.verify(jws.signature());
            pool.give(engine);
            return isValid;
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the JDK's provider refuses a checked key", e);
        } catch (GeneralSecurityException e) {
            return false; // a signature that the provider cannot even decode
        }
    }

    byte[] sign(SigningKey key, byte[] signingInput) {
        SignatureAlgorithm algorithm = key.algorithm();
        if (algorithm.keyType() == KeyType.SECRET) {
            return mac(algorithm, key.verificationKey(), signingInput, signingInput.length);
        }
        EnginePool<Signature> pool = engines(algorithm);
        Signature engine = pool.take();
        try {
            engine.initSign((PrivateKey) key.key());
            engine.update(signingInput);
            byte[] signature = engine.sign();
            pool.give(engine);
            return signature;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK's provider cannot sign with " + algorithm, e);
        }
    }

    private byte[] mac(SignatureAlgorithm algorithm, VerificationKey key, byte[] text, int length) {
        EnginePool<Mac> pool = macs.get(algorithm);
        if (pool == null) {
            throw new IllegalArgumentException(algorithm + " is not an HMAC");
        }
        Mac engine = pool.take();
        try {
            engine.init(key.key());
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("the JDK's provider refuses a checked key", e);
        }
        engine.update(text, 0, length);
        byte[] mac = engine.doFinal();
        pool.give(engine);
        return mac;
    }

    private EnginePool<Signature> engines(SignatureAlgorithm algorithm) {
        EnginePool<Signature> pool = engines.get(algorithm);
        if (pool == null) {
            throw new IllegalArgumentException(algorithm + " is not a public-key algorithm");
        }
        return pool;
    }

    private static Mac newMac(SignatureAlgorithm algorithm) {
        try {
            return Mac.getInstance(algorithm.jcaName());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + algorithm, e);
        }
    }

    private static Signature newSignature(SignatureAlgorithm algorithm) {
        try {
            Signature engine = Signature.getInstance(algorithm.jcaName());
            if (algorithm == SignatureAlgorithm.PS256) {
                engine.setParameter(PS256);
            }
            return engine;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + algorithm, e);
        }
    }
}
