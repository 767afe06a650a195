// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The public keys that a client is registered with: a JWK Set, or the address of one, which is read again after a minute, so
 * that the client can change its keys.
 */
public final class ClientKeys {

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Optional<JwkSetUri> address;
    private JWKSet keys;
    private Instant readAt;

    private ClientKeys(Optional<JwkSetUri> address, JWKSet keys, Instant readAt) {
        this.address = address;
        this.keys = keys;
        this.readAt = readAt;
    }

    /** No keys. */
    public static ClientKeys none() {
        return new ClientKeys(Optional.empty(), new JWKSet(), Instant.EPOCH);
    }

    /** The keys of a JWK Set, each with a {@code kid}. */
    public static ClientKeys of(String jwks) throws ParseException {
        return new ClientKeys(Optional.empty(), PublicKeys.readAll(jwks), Instant.EPOCH);
    }

    static ClientKeys at(JwkSetUri address, Instant now) throws IOException {
        return new ClientKeys(Optional.of(address), address.fetch(), now);
    }

    /** The key of this name, which tokens can be bound to. */
    Optional<JWK> named(String kid, Instant now) throws Refusal {
        return Optional.ofNullable(current(now).getKeyByKeyId(kid))
                .filter(key -> !KeyUse.ENCRYPTION.equals(key.getKeyUse()));
    }

    /** The keys that may have made a signature. */
    List<JWK> matching(JWKMatcher signature, Instant now) throws Refusal {
        return new JWKSelector(signature).select(current(now));
    }

    /** The first key with {@code "use":"enc"}: what is secret is sent to the client under it. */
    Optional<JWK> forEncryption(Instant now) throws Refusal {
        JWKMatcher encryption = new JWKMatcher.Builder()
                .keyUse(KeyUse.ENCRYPTION)
                .keyTypes(KeyType.EC, KeyType.RSA)
                .build();
        return new JWKSelector(encryption).select(current(now)).stream().findFirst();
    }

    /** {@code jwks} or {@code jwks_uri}, as in the metadata of the client (RFC 7591 section 2); empty without keys. */
    synchronized Map<String, Object> metadata() {
        if (address.isPresent()) {
            return Map.of("jwks_uri", address.get().uri().toString());
        }
        return keys.isEmpty() ? Map.of() : Map.of("jwks", keys.toJSONObject());
    }

    private synchronized JWKSet current(Instant now) throws Refusal {
        if (address.isPresent() && now.isAfter(readAt.plus(FRESH))) {
            try {
                keys = address.get().fetch();
                readAt = now;
            } catch (IOException e) {
                throw new Refusal(Refusal.Code.INVALID_CLIENT, "the keys at the jwks_uri cannot be read");
            }
        }
        return keys;
    }
}
