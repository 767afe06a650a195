// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JWSAlgorithm;
import io.popfilter.examples.quickstart.as.ClientAuthentication.Method;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where this server answers what, and its metadata that says so (RFC 8414 section 2).
 *
 * @param issuer the address of the server, which is its name too
 */
record Endpoints(URI issuer) {

    static final String METADATA = "/.well-known/oauth-authorization-server";
    static final String JWKS = "/jwks";
    static final String REGISTRATION = "/register";
    static final String TOKEN = "/token";
    static final String INTROSPECTION = "/introspect";
    static final String REVOCATION = "/revoke";

    /** How clients authenticate. */
    static final Set<Method> OF_CLIENTS = Set.of(Method.CLIENT_SECRET_BASIC, Method.PRIVATE_KEY_JWT);

    /** How resource servers do. */
    static final Set<Method> OF_RESOURCE_SERVERS = Set.of(Method.values());

    URI uri(String path) {
        return issuer.resolve(path);
    }

    /** RFC 8414 section 3.2: {@code response_types_supported} would be empty, and so is left out. */
    Map<String, Object> metadata() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("issuer", issuer.toString());
        members.put("jwks_uri", uri(JWKS).toString());
        members.put("registration_endpoint", uri(REGISTRATION).toString());
        members.put("grant_types_supported", List.of("client_credentials"));
        putEndpoint(members, "token", TOKEN, OF_CLIENTS);
        members.put("dpop_signing_alg_values_supported", names(DpopProofs.ALGORITHMS)); // RFC 9449 section 5.1
        putEndpoint(members, "introspection", INTROSPECTION, OF_RESOURCE_SERVERS);
        members.put("introspection_signing_alg_values_supported", List.of(SigningKeys.ALGORITHM.getName()));
        putEndpoint(members, "revocation", REVOCATION, OF_CLIENTS);
        return members;
    }

    private void putEndpoint(Map<String, Object> members, String name, String path, Set<Method> methods) {
        members.put(name + "_endpoint", uri(path).toString());
        members.put(
                name + "_endpoint_auth_methods_supported",
                methods.stream().sorted().map(Method::toString).toList());
        members.put(name + "_endpoint_auth_signing_alg_values_supported", names(ClientAssertions.ALGORITHMS));
    }

    private static List<String> names(List<JWSAlgorithm> algorithms) {
        return algorithms.stream().map(JWSAlgorithm::getName).toList();
    }
}
