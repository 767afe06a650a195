// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code POST /introspect}: what a token means, for its resource server (RFC 7662), signed if that asks for it (RFC 9701). */
@SuppressWarnings("serial") // nobody serializes a servlet
final class IntrospectionEndpoint extends Endpoint {

    private static final String SIGNED = "token-introspection+jwt";

    private final String issuer;
    private final ClientAuthentication authentication;
    private final IssuedTokens issued;
    private final SigningKeys keys;
    private final InstantSource clock;

    IntrospectionEndpoint(
            String issuer,
            ClientAuthentication authentication,
            IssuedTokens issued,
            SigningKeys keys,
            InstantSource clock) {
        this.issuer = issuer;
        this.authentication = authentication;
        this.issued = issued;
        this.keys = keys;
        this.clock = clock;
    }

    @Override
    Reply reply(HttpServletRequest request) throws Refusal, JOSEException, IOException {
        Parameters parameters = Parameters.read(request);
        String reader = authentication.authenticate(request, parameters).id();
        // RFC 7662 section 2.2: whatever is wrong with a token, or that it is another's, is not told
        Map<String, Object> members = issued.find(parameters.required("token"))
                .filter(token -> token.reader().credentials().id().equals(reader))
                .map(IntrospectionEndpoint::active)
                .orElse(Map.of("active", false));
        return wantsSignature(request)
                ? new Reply(200, "application/" + SIGNED, signed(members, reader))
                : Reply.json(200, members);
    }

    private static Map<String, Object> active(IssuedToken token) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("active", true);
        members.put("token_type", token.type().scheme());
        members.putAll(new TreeMap<>(token.claims().toJSONObject()));
        return members;
    }

    private static boolean wantsSignature(HttpServletRequest request) {
        String accepted = Optional.ofNullable(request.getHeader("Accept")).orElse("");
        return Arrays.stream(accepted.split(","))
                .anyMatch(type -> type.split(";", 2)[0].strip().equalsIgnoreCase("application/" + SIGNED));
    }

    /** RFC 9701 section 5. */
    private String signed(Map<String, Object> members, String reader) throws JOSEException {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(issuer)
                .audience(reader)
                .issueTime(Date.from(clock.instant()))
                .claim("token_introspection", members)
                .build();
        return keys.sign(new JOSEObjectType(SIGNED), claims);
    }
}
