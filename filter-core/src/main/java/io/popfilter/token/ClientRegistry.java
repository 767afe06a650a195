// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.fetch.FetchUri;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Rejection;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Client registrations in a document {@code {"clients": [ … ]}} of client metadata (RFC 7591 section 2): {@code client_id}, and
 * {@code jwks} or {@code jwks_uri}. A registration with a {@code software_id} is one instance of that software.
 */
public final class ClientRegistry implements RegisteredClients {

    private record Registration(VerificationKeys keys, Binding binding) {}

    private final Map<String, Registration> registrations;

    private ClientRegistry(Map<String, Registration> registrations) {
        this.registrations = Map.copyOf(registrations);
    }

    /** Nobody. */
    public static ClientRegistry empty() {
        return new ClientRegistry(Map.of());
    }

    /** Reads the document; {@code remote} makes the source for a {@code jwks_uri}. */
    public static ClientRegistry parse(byte[] json, Function<FetchUri, VerificationKeys> remote)
            throws MalformedException {
        if (!(Json.object(json).get("clients") instanceof JsonValue.Array clients)) {
            throw new MalformedException("clients is not an array");
        }
        Map<String, Registration> registrations = new HashMap<>();
        for (JsonValue client : clients.elements()) {
            if (!(client instanceof JsonObject metadata)) {
                throw new MalformedException("clients is not an array of client metadata");
            }
            String id = metadata.text("client_id");
            if (id == null || registrations.containsKey(id)) {
                throw new MalformedException("a client_id is missing or there twice");
            }
            Binding binding = metadata.has("software_id") ? Binding.INSTANCE : Binding.CLIENT;
            registrations.put(id, new Registration(keys(metadata, remote), binding));
        }
        return new ClientRegistry(registrations);
    }

    private static VerificationKeys keys(JsonObject metadata, Function<FetchUri, VerificationKeys> remote)
            throws MalformedException {
        JsonObject jwks = metadata.object("jwks");
        String uri = metadata.text("jwks_uri");
        if (jwks != null && uri == null) {
            List<VerificationKey> keys = JwkSet.publicKeys(jwks);
            return (kid, now) -> keys;
        }
        if (jwks == null && uri != null) {
            return remote.apply(FetchUri.parse(uri));
        }
        throw new MalformedException("a client has to have either jwks or jwks_uri"); // RFC 7591 section 2
    }

    @Override
    public Optional<RegisteredKey> key(String clientId, String kid, Instant now) throws Rejection {
        Registration registration = registrations.get(clientId);
        if (registration == null) {
            return Optional.empty();
        }
        Optional<String> wanted = Optional.of(kid);
        return registration.keys().inForce(wanted, now).stream()
                .filter(key -> key.kid().equals(wanted))
                .findFirst()
                .map(key -> new RegisteredKey(key, registration.binding()));
    }
}
