// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import io.popfilter.examples.quickstart.as.Refusal.Code;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Who asks. */
final class ClientAuthentication {

    /** How they say it. */
    enum Method {
        /** RFC 6749 section 2.3.1: a secret, as HTTP Basic. */
        CLIENT_SECRET_BASIC,
        /** The same secret as a parameter. */
        CLIENT_SECRET_POST,
        /** RFC 7523 section 2.2: an assertion, signed with a registered key. */
        PRIVATE_KEY_JWT;

        /** Its name in metadata. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Set<Method> accepted;
    private final Function<String, Optional<Credentials>> registered;
    private final ClientAssertions assertions;

    ClientAuthentication(
            Set<Method> accepted, Function<String, Optional<Credentials>> registered, ClientAssertions assertions) {
        this.accepted = accepted;
        this.registered = registered;
        this.assertions = assertions;
    }

    Credentials authenticate(HttpServletRequest request, Parameters parameters) throws Refusal {
        Credentials credentials = switch (method(request, parameters)) {
            case CLIENT_SECRET_BASIC -> basic(request.getHeader("Authorization"));
            case CLIENT_SECRET_POST ->
                withSecret(parameters.required("client_id"), parameters.required("client_secret"));
            case PRIVATE_KEY_JWT -> assertion(parameters);
        };
        if (!parameters.single("client_id").orElse(credentials.id()).equals(credentials.id())) {
            throw new Refusal(Code.INVALID_CLIENT, "client_id is another's");
        }
        return credentials;
    }

    private Method method(HttpServletRequest request, Parameters parameters) throws Refusal {
        Set<Method> used = EnumSet.noneOf(Method.class);
        if (request.getHeader("Authorization") != null) {
            used.add(Method.CLIENT_SECRET_BASIC);
        }
        if (parameters.single("client_secret").isPresent()) {
            used.add(Method.CLIENT_SECRET_POST);
        }
        if (parameters.single("client_assertion").isPresent()) {
            used.add(Method.PRIVATE_KEY_JWT);
        }
        if (used.size() > 1) { // RFC 6749 section 2.3
            throw new Refusal(Code.INVALID_REQUEST, "authenticate in one way only");
        }
        return used.stream()
                .filter(accepted::contains)
                .findFirst()
                .orElseThrow(() -> new Refusal(Code.INVALID_CLIENT, "authenticate with one of " + accepted));
    }

    private Credentials assertion(Parameters parameters) throws Refusal {
        if (!parameters.required("client_assertion_type").equals(ClientAssertions.TYPE)) {
            throw new Refusal(Code.INVALID_CLIENT, "client_assertion_type has to be " + ClientAssertions.TYPE);
        }
        return assertions.verify(parameters.required("client_assertion"), registered);
    }

    /** Id and secret are form-encoded first, and then put into Basic. */
    private Credentials basic(String authorization) throws Refusal {
        if (authorization.regionMatches(true, 0, "Basic ", 0, "Basic ".length())) {
            try {
                byte[] credentials = Base64.getDecoder()
                        .decode(authorization.substring("Basic ".length()).strip());
                String text = new String(credentials, StandardCharsets.UTF_8);
                int colon = text.indexOf(':');
                if (colon >= 0) {
                    return withSecret(
                            URLDecoder.decode(text.substring(0, colon), StandardCharsets.UTF_8),
                            URLDecoder.decode(text.substring(colon + 1), StandardCharsets.UTF_8));
                }
            } catch (IllegalArgumentException e) {
                // neither base64 nor form-encoded: refused below
            }
        }
        throw new Refusal(Code.INVALID_CLIENT, "malformed Basic credentials");
    }

    private Credentials withSecret(String id, String secret) throws Refusal {
        return registered
                .apply(id)
                .filter(credentials -> credentials.hasSecret(secret))
                .orElseThrow(() -> new Refusal(Code.INVALID_CLIENT, "unknown client, or wrong secret"));
    }
}
