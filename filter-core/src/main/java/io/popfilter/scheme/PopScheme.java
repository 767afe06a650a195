// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.CompactJws;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scheme {@code PoP}: {@code Authorization: PoP <compact JWS>}, draft-ietf-oauth-signed-http-request-03.
 *
 * <p>Reads only. The draft's conveyance in form or query is not accepted.
 */
public final class PopScheme {

    private static final String TYPE = "pop";
    /** Extensions, of which none is known, and keys, which come from the token alone (RFC 8725 section 3.10). */
    private static final List<String> FORBIDDEN = List.of("crit", "b64", "jwk", "jku", "x5c", "x5u", "x5t", "x5t#S256");

    private final Set<SignatureAlgorithm> accepted;
    private final Digests digests;

    /** Reads authenticators with one of the accepted algorithms. */
    public PopScheme(Set<SignatureAlgorithm> accepted, Digests digests) {
        this.accepted = Set.copyOf(accepted);
        this.digests = digests;
    }

    /** The authenticator of a request. */
    public Authenticator read(ReceivedRequest request) throws Rejection {
        Credentials credentials = Credentials.of(request);
        if (credentials.isFor("Bearer")) {
            throw new Rejection(Reason.BEARER_NOT_ACCEPTED);
        }
        if (!credentials.isFor(SchemeName.POP.toString())) {
            throw new Rejection(Reason.SCHEME_NOT_ACCEPTED, Facts.expected("PoP", credentials.toString()));
        }
        String compact = credentials.token();
        if (compact.indexOf(',') >= 0) {
            // RFC 9110 section 5.3: what a proxy makes of two lines
            throw new Rejection(Reason.AUTHORIZATION_REPEATED, Facts.about("a comma in the credentials"));
        }
        try {
            CompactJws jws = CompactJws.parse(compact);
            SignatureAlgorithm algorithm = checkHeader(jws);
            return PopClaims.read(jws, algorithm, digests);
        } catch (MalformedException e) {
            throw new Rejection(Reason.AUTHENTICATOR_MALFORMED, Facts.about(e.defect()));
        }
    }

    private SignatureAlgorithm checkHeader(CompactJws jws) throws Rejection, MalformedException {
        JsonObject header = jws.header();
        String type = header.text("typ");
        if (!TYPE.equalsIgnoreCase(type)) {
            throw new Rejection(Reason.AUTHENTICATOR_TYPE_WRONG, Facts.expected(TYPE, orNone(type)));
        }
        for (String member : FORBIDDEN) {
            if (header.has(member)) {
                throw new Rejection(Reason.AUTHENTICATOR_HEADER_FORBIDDEN, Facts.about(member));
            }
        }
        String alg = header.text("alg");
        return jws.algorithm()
                .filter(accepted::contains)
                .orElseThrow(() -> new Rejection(
                        Reason.AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED, Facts.expected(accepted.toString(), orNone(alg))));
    }

    private static String orNone(@Nullable String value) {
        return value == null ? "none" : value;
    }
}
