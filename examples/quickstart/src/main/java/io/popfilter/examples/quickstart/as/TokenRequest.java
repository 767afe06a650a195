// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import io.popfilter.examples.quickstart.as.TokenRefusal.Code;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A token request that will be granted.
 *
 * @param client who asks
 * @param resourceServer where the token can be used
 * @param scopes what it allows, in alphabetical order
 * @param key what it is bound to
 */
record TokenRequest(RegisteredClient client, ResourceServer resourceServer, Set<String> scopes, BoundKey key) {

    static TokenRequest read(
            RegisteredClient client, Parameters parameters, Map<String, ResourceServer> resourceServers)
            throws TokenRefusal, JOSEException {
        String grant = parameters
                .single("grant_type")
                .orElseThrow(() -> new TokenRefusal(Code.INVALID_REQUEST, "grant_type is missing"));
        if (!grant.equals("client_credentials")) {
            throw new TokenRefusal(Code.UNSUPPORTED_GRANT_TYPE, "use client_credentials");
        }
        requireProofOfPossession(client, parameters.single("token_type"));
        return new TokenRequest(
                client,
                resourceServer(parameters, resourceServers),
                scopes(client, parameters.single("scope")),
                RequestedKey.read(parameters));
    }

    private static void requireProofOfPossession(RegisteredClient client, Optional<String> tokenType)
            throws TokenRefusal {
        if (tokenType.isPresent() && !tokenType.get().equalsIgnoreCase("pop")) {
            throw new TokenRefusal(Code.INVALID_TOKEN_TYPE, "this server issues tokens of type pop only");
        }
        switch (client.proof()) {
            case NEVER ->
                throw new TokenRefusal(
                        Code.UNAUTHORIZED_CLIENT, "this client is not registered for proof of possession");
            case WHEN_ASKED -> {
                if (tokenType.isEmpty()) {
                    throw new TokenRefusal(Code.INVALID_REQUEST, "say token_type=pop");
                }
            }
            case ALWAYS -> {}
        }
    }

    /** Exactly one: of two servers that know a secret, each could sign in the name of the client at the other. */
    private static ResourceServer resourceServer(Parameters parameters, Map<String, ResourceServer> known)
            throws TokenRefusal {
        Set<String> named = new TreeSet<>(parameters.several("resource"));
        named.addAll(parameters.several("audience"));
        if (named.size() != 1) {
            throw new TokenRefusal(Code.INVALID_TARGET, "name exactly one resource");
        }
        ResourceServer server = known.get(named.iterator().next());
        if (server == null) {
            throw new TokenRefusal(Code.INVALID_TARGET, "unknown resource");
        }
        return server;
    }

    private static Set<String> scopes(RegisteredClient client, Optional<String> scope) throws TokenRefusal {
        Set<String> asked =
                new TreeSet<>(scope.isPresent() ? List.of(scope.get().split(" ")) : client.scopes());
        if (!client.scopes().containsAll(asked)) {
            throw new TokenRefusal(Code.INVALID_SCOPE, "this client may not have that scope");
        }
        return asked;
    }
}
