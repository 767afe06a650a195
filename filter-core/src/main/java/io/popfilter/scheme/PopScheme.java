// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.CompactJws;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Set;

/**
 * Scheme {@code PoP}: {@code Authorization: PoP <compact JWS>}, draft-ietf-oauth-signed-http-request-03.
 *
 * <p>Reads only. The draft's conveyance in form or query is not accepted.
 */
final class PopScheme implements Scheme {

    /** Extensions, of which none is known, and keys, which come from the token alone (RFC 8725 section 3.10). */
    private static final List<String> FORBIDDEN = List.of("crit", "b64", "jwk", "jku", "x5c", "x5u", "x5t", "x5t#S256");

    private final AuthenticatorHeader header;
    private final Digests digests;

    /** Reads authenticators with one of the accepted algorithms. */
    PopScheme(Set<SignatureAlgorithm> accepted, Digests digests) {
        this.header = new AuthenticatorHeader("pop", FORBIDDEN, Set.copyOf(accepted));
        this.digests = digests;
    }

    @Override
    public Authenticator read(Credentials credentials, ReceivedRequest request) throws Rejection {
        String compact = credentials.token();
        if (compact.indexOf(',') >= 0) {
            // RFC 9110 section 5.3: what a proxy makes of two lines
            throw new Rejection(Reason.AUTHORIZATION_REPEATED, Facts.about("a comma in the credentials"));
        }
        try {
            CompactJws jws = CompactJws.parse(compact);
            SignatureAlgorithm algorithm = header.check(jws);
            return PopClaims.read(jws, algorithm, digests);
        } catch (MalformedException e) {
            throw new Rejection(Reason.AUTHENTICATOR_MALFORMED, Facts.about(e.defect()));
        }
    }
}
