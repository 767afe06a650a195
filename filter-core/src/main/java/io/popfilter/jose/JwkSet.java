// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.JsonWriter;
import io.popfilter.parse.MalformedException;
import java.util.ArrayList;
import java.util.List;

/** Reads a JWK Set (RFC 7517 section 5) or a single JWK, as an operator keeps it in a file, and writes one to publish. */
public final class JwkSet {

    private JwkSet() {}

    /** The resource server's own secrets and private keys; every one of them has to be usable. */
    public static List<DecryptionKey> decryptionKeys(byte[] json) throws MalformedException {
        List<DecryptionKey> keys = new ArrayList<>();
        for (JsonObject jwk : jwks(Json.object(json))) {
            try {
                keys.add(DecryptionKey.fromJwk(jwk));
            } catch (KeyDefectException e) {
                throw new MalformedException("key number " + (keys.size() + 1) + ": " + e.detail());
            }
        }
        return List.copyOf(keys);
    }

    /**
     * An issuer's keys. Keys of kinds or for purposes that are not ours are passed over (RFC 7517 section 5), but one has to
     * remain, and a private key never belongs here.
     */
    public static List<VerificationKey> verificationKeys(byte[] json) throws MalformedException {
        return verificationKeys(Json.object(json));
    }

    /** The same of a set that is parsed already. */
    public static List<VerificationKey> verificationKeys(JsonObject set) throws MalformedException {
        List<VerificationKey> keys = new ArrayList<>();
        String passedOver = "it has no keys";
        for (JsonObject jwk : jwks(set)) {
            try {
                keys.add(VerificationKey.fromJwk(jwk));
            } catch (KeyDefectException e) {
                switch (e.defect()) {
                    case PRIVATE -> throw new MalformedException("it holds a private key: " + e.detail());
                    case UNACCEPTABLE -> passedOver = e.detail();
                }
            }
        }
        if (keys.isEmpty()) {
            throw new MalformedException("no usable key: " + passedOver);
        }
        return List.copyOf(keys);
    }

    /** The same of a set that others publish: a shared secret in it would be none, and is passed over. */
    public static List<VerificationKey> publicKeys(JsonObject set) throws MalformedException {
        List<VerificationKey> keys = verificationKeys(set).stream()
                .filter(key -> key.type() != KeyType.SECRET)
                .toList();
        if (keys.isEmpty()) {
            throw new MalformedException("no public key");
        }
        return keys;
    }

    /**
     * The set that publishes the public half of a key pair, with its name, its algorithm and its purpose.
     *
     * @throws IllegalArgumentException when the key is a secret
     */
    public static String publishing(SigningKey key) {
        String jwk = key.publicJwk().orElseThrow(() -> new IllegalArgumentException("a secret cannot be published"));
        JsonWriter rest = new JsonWriter();
        key.kid().ifPresent(kid -> rest.text("kid", kid));
        rest.text("alg", key.algorithm().joseName());
        rest.text("use", "sig");
        String members =
                jwk.substring(0, jwk.length() - 1) + "," + rest.toString().substring(1);
        return "{\"keys\":[" + members + "]}";
    }

    private static List<JsonObject> jwks(JsonObject set) throws MalformedException {
        JsonValue keys = set.get("keys");
        if (keys == null) {
            return List.of(set);
        }
        if (!(keys instanceof JsonValue.Array array) || array.elements().isEmpty()) {
            throw new MalformedException("keys is not an array of keys");
        }
        List<JsonObject> jwks = new ArrayList<>();
        for (JsonValue key : array.elements()) {
            if (!(key instanceof JsonObject jwk)) {
                throw new MalformedException("keys is not an array of keys");
            }
            jwks.add(jwk);
        }
        return jwks;
    }
}
