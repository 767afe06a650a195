// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import io.popfilter.examples.quickstart.as.Refusal.Code;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A token request that will be granted.
 *
 * @param client who asks
 * @param resourceServer where the token can be used
 * @param scopes what it allows, in alphabetical order
 * @param singleUse whether the resource server shall accept it once only
 * @param type how the client will prove that it has the key
 * @param key what it is bound to
 */
record TokenRequest(
        RegisteredClient client,
        ResourceServer resourceServer,
        Set<String> scopes,
        boolean singleUse,
        TokenType type,
        BoundKey key) {

    /**
     * Reads it.
     *
     * @param provenKey the thumbprint of the key of a DPoP proof that came with it
     */
    static TokenRequest read(
            RegisteredClient client,
            Parameters parameters,
            Optional<String> provenKey,
            ResourceServers resourceServers,
            Instant now)
            throws Refusal, JOSEException {
        if (!parameters.required("grant_type").equals("client_credentials")) {
            throw new Refusal(Code.UNSUPPORTED_GRANT_TYPE, "use client_credentials");
        }
        Optional<String> type = parameters.single("token_type");
        if (provenKey.isPresent()) {
            requireNothingElse(type, parameters);
        } else {
            requireProofOfPossession(client, type);
        }
        return new TokenRequest(
                client,
                resourceServer(parameters, resourceServers),
                scopes(client, parameters.single("scope")),
                singleUse(parameters.single("single_use")),
                provenKey.isPresent() ? TokenType.DPOP : TokenType.POP,
                provenKey.isPresent() ? BoundKey.named(provenKey.get()) : RequestedKey.read(parameters, client, now));
    }

    /** The proof says everything: that the client can prove possession, and of which key. */
    private static void requireNothingElse(Optional<String> type, Parameters parameters) throws Refusal {
        if (type.isPresent() && !type.get().equalsIgnoreCase(TokenType.DPOP.toString())) {
            throw new Refusal(Code.INVALID_TOKEN_TYPE, "with a DPoP proof the token is of type DPoP");
        }
        if (parameters.single("req_cnf").isPresent() || parameters.single("alg").isPresent()) {
            throw new Refusal(Code.INVALID_REQUEST, "with a DPoP proof the token is bound to the key of the proof");
        }
    }

    private static void requireProofOfPossession(RegisteredClient client, Optional<String> tokenType) throws Refusal {
        if (tokenType.isPresent() && !tokenType.get().equalsIgnoreCase(TokenType.POP.toString())) {
            throw new Refusal(Code.INVALID_TOKEN_TYPE, "say token_type=pop, or send a DPoP proof");
        }
        switch (client.proof()) {
            case NEVER ->
                throw new Refusal(Code.UNAUTHORIZED_CLIENT, "this client is not registered for proof of possession");
            case WHEN_ASKED -> {
                if (tokenType.isEmpty()) {
                    throw new Refusal(Code.INVALID_REQUEST, "say token_type=pop");
                }
            }
            case ALWAYS -> {}
            case BY_DPOP -> throw new Refusal(Code.INVALID_DPOP_PROOF, "this client has to send a DPoP proof");
        }
    }

    /** Exactly one: of two servers that know a secret, each could sign in the name of the client at the other. */
    private static ResourceServer resourceServer(Parameters parameters, ResourceServers known) throws Refusal {
        Set<String> named = new TreeSet<>(parameters.several("resource"));
        named.addAll(parameters.several("audience"));
        if (named.size() != 1) {
            throw new Refusal(Code.INVALID_TARGET, "name exactly one resource");
        }
        return known.find(named.iterator().next())
                .orElseThrow(() -> new Refusal(Code.INVALID_TARGET, "unknown resource"));
    }

    private static Set<String> scopes(RegisteredClient client, Optional<String> scope) throws Refusal {
        Set<String> asked =
                new TreeSet<>(scope.isPresent() ? List.of(scope.get().split(" ")) : client.scopes());
        if (!client.scopes().containsAll(asked)) {
            throw new Refusal(Code.INVALID_SCOPE, "this client may not have that scope");
        }
        return asked;
    }

    private static boolean singleUse(Optional<String> singleUse) throws Refusal {
        String asked = singleUse.orElse("false");
        if (!asked.equals("true") && !asked.equals("false")) {
            throw new Refusal(Code.INVALID_REQUEST, "single_use: true or false");
        }
        return asked.equals("true");
    }
}
