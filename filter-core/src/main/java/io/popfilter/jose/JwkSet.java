// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import java.util.ArrayList;
import java.util.List;

/** Reads a JWK Set (RFC 7517 section 5) or a single JWK, as an operator keeps it in a file. */
public final class JwkSet {

    private JwkSet() {}

    /** The resource server's own secrets and private keys; every one of them has to be usable. */
    public static List<DecryptionKey> decryptionKeys(byte[] json) throws MalformedException {
        List<DecryptionKey> keys = new ArrayList<>();
        for (JsonObject jwk : jwks(json)) {
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
        List<VerificationKey> keys = new ArrayList<>();
        String passedOver = "it has no keys";
        for (JsonObject jwk : jwks(json)) {
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

    private static List<JsonObject> jwks(byte[] json) throws MalformedException {
        JsonObject object = Json.object(json);
        JsonValue keys = object.get("keys");
        if (keys == null) {
            return List.of(object);
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
