// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.CompactJws;
import io.popfilter.jose.Digests;
import io.popfilter.jose.KeyType;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Scheme {@code DPoP}: {@code Authorization: DPoP <token>} and a proof in the field {@code DPoP} (RFC 9449 section 7.1).
 *
 * <p>Reads only.
 */
final class DpopScheme implements Scheme {

    private static final int MAX_LENGTH = 8 * 1024;

    /** Extensions, of which none is known, and keys by reference, which nobody follows (RFC 8725 section 3.10). */
    private static final List<String> FORBIDDEN = List.of("crit", "b64", "jku", "x5c", "x5u", "x5t", "x5t#S256");

    private final AuthenticatorHeader header;
    private final Digests digests;

    /** Reads proofs with one of the accepted algorithms, those for secrets left out (RFC 9449 section 4.3). */
    DpopScheme(Set<SignatureAlgorithm> accepted, Digests digests) {
        Set<SignatureAlgorithm> asymmetric = accepted.stream()
                .filter(algorithm -> algorithm.keyType() != KeyType.SECRET)
                .collect(Collectors.toUnmodifiableSet());
        this.header = new AuthenticatorHeader("dpop+jwt", FORBIDDEN, asymmetric);
        this.digests = digests;
    }

    @Override
    public Authenticator read(Credentials credentials, ReceivedRequest request) throws Rejection {
        String token = credentials.token68();
        String compact = proof(request.fieldLines("dpop"));
        try {
            CompactJws jws = CompactJws.parse(compact);
            SignatureAlgorithm algorithm = header.check(jws);
            return DpopClaims.read(jws, algorithm, presentedJwk(jws), token, digests);
        } catch (MalformedException e) {
            throw new Rejection(Reason.AUTHENTICATOR_MALFORMED, Facts.about(e.defect()));
        }
    }

    private static String proof(List<String> lines) throws Rejection {
        if (lines.isEmpty()) {
            throw new Rejection(Reason.PROOF_MISSING);
        }
        String line = lines.get(0);
        // RFC 9449 section 4.3: not more than one; a comma is what a proxy makes of two lines (RFC 9110 section 5.3)
        if (lines.size() > 1 || line.indexOf(',') >= 0) {
            throw new Rejection(Reason.PROOF_REPEATED, Facts.expected("1 line", lines.size() + " lines, or a list"));
        }
        if (line.length() > MAX_LENGTH) {
            throw new Rejection(
                    Reason.AUTHENTICATOR_TOO_LARGE,
                    Facts.expected("at most " + MAX_LENGTH + " characters", Integer.toString(line.length())));
        }
        return line.strip();
    }

    private static JsonObject presentedJwk(CompactJws jws) throws Rejection, MalformedException {
        JsonObject jwk = jws.header().object("jwk");
        if (jwk == null) {
            throw new Rejection(Reason.PRESENTED_KEY_MISSING, Facts.about("jwk"));
        }
        return jwk;
    }
}
