// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.fasterxml.jackson.databind.JsonNode;
import io.popfilter.examples.quickstart.as.ClientAuthentication.Method;
import io.popfilter.examples.quickstart.as.RegisteredClient.Proof;
import java.io.IOException;
import java.text.ParseException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client says of itself when it registers (RFC 7591 section 2). Members that are not known here are ignored.
 *
 * <p>{@code pop_bound_access_tokens} is a member of our own, after {@code dpop_bound_access_tokens} of RFC 9449 section 5.2:
 * {@code never}, which is the default and the only one beside the latter, {@code when_asked} or {@code always}.
 */
record ClientMetadata(
        Optional<String> name,
        Method authentication,
        Proof proof,
        Set<String> scopes,
        Optional<String> softwareId,
        ClientKeys keys) {

    static ClientMetadata read(JsonNode json, Set<String> grantableScopes, Instant now) throws Refusal {
        if (json.has("grant_types") && !json.get("grant_types").toString().equals("[\"client_credentials\"]")) {
            throw refusal("grant_types: client_credentials only");
        }
        Method authentication = oneOf(
                text(json, "token_endpoint_auth_method"), List.of(Method.CLIENT_SECRET_BASIC, Method.PRIVATE_KEY_JWT));
        ClientKeys keys = keys(json, now);
        if (authentication == Method.PRIVATE_KEY_JWT && keys.metadata().isEmpty()) {
            throw refusal("private_key_jwt needs jwks or jwks_uri");
        }
        return new ClientMetadata(
                text(json, "client_name"),
                authentication,
                proof(json),
                scopes(text(json, "scope"), grantableScopes),
                text(json, "software_id"),
                keys);
    }

    /** The same, with what was left out (RFC 7591 section 3.2.1). */
    Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        name.ifPresent(text -> members.put("client_name", text));
        members.put("grant_types", List.of("client_credentials"));
        members.put("token_endpoint_auth_method", authentication.toString());
        members.put("pop_bound_access_tokens", (proof == Proof.BY_DPOP ? Proof.NEVER : proof).toString());
        members.put("dpop_bound_access_tokens", proof == Proof.BY_DPOP);
        members.put("scope", String.join(" ", scopes));
        softwareId.ifPresent(text -> members.put("software_id", text));
        members.putAll(keys.metadata());
        return members;
    }

    private static Proof proof(JsonNode json) throws Refusal {
        Proof byPop =
                oneOf(text(json, "pop_bound_access_tokens"), List.of(Proof.NEVER, Proof.WHEN_ASKED, Proof.ALWAYS));
        JsonNode byDpop = json.path("dpop_bound_access_tokens");
        if (!byDpop.isMissingNode() && !byDpop.isBoolean()) {
            throw refusal("dpop_bound_access_tokens: true or false");
        }
        if (byDpop.asBoolean() && byPop != Proof.NEVER) {
            throw refusal("either pop_bound_access_tokens or dpop_bound_access_tokens");
        }
        return byDpop.asBoolean() ? Proof.BY_DPOP : byPop;
    }

    private static ClientKeys keys(JsonNode json, Instant now) throws Refusal {
        Optional<String> uri = text(json, "jwks_uri");
        if (json.has("jwks") && uri.isPresent()) {
            throw refusal("send either jwks or jwks_uri");
        }
        try {
            if (uri.isPresent()) {
                return ClientKeys.at(JwkSetUri.parse(uri.get()), now);
            }
            return json.has("jwks") ? ClientKeys.of(json.get("jwks").toString()) : ClientKeys.none();
        } catch (ParseException e) {
            throw refusal("jwks or jwks_uri: " + e.getMessage());
        } catch (IOException e) {
            throw refusal("jwks_uri cannot be read: " + e.getMessage());
        }
    }

    private static Set<String> scopes(Optional<String> scope, Set<String> grantable) throws Refusal {
        Set<String> asked =
                new TreeSet<>(scope.isPresent() ? List.of(scope.get().split(" ")) : grantable);
        if (!grantable.containsAll(asked)) {
            throw refusal("scope: at most " + String.join(" ", new TreeSet<>(grantable)));
        }
        return asked;
    }

    /** The constant that is named; the first, if none is. */
    private static <E extends Enum<E>> E oneOf(Optional<String> name, List<E> constants) throws Refusal {
        if (name.isEmpty()) {
            return constants.get(0);
        }
        return constants.stream()
                .filter(constant -> constant.toString().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> refusal("one of " + constants));
    }

    private static Optional<String> text(JsonNode json, String name) throws Refusal {
        JsonNode value = json.path(name);
        if (!value.isMissingNode() && (!value.isTextual() || value.asText().isEmpty())) {
            throw refusal(name + " has to be a text");
        }
        return Optional.ofNullable(value.textValue());
    }

    private static Refusal refusal(String description) {
        return new Refusal(Refusal.Code.INVALID_CLIENT_METADATA, description);
    }
}
