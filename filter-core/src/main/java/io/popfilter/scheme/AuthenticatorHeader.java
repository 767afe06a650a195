// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.jose.CompactJws;
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
 * The rules of a scheme for the JOSE header of its authenticator.
 *
 * @param type the value of typ, in any letter case (RFC 7515 section 4.1.9)
 * @param forbidden members that must not be there
 * @param accepted the algorithms
 */
record AuthenticatorHeader(String type, List<String> forbidden, Set<SignatureAlgorithm> accepted) {

    /** Refuses a header that breaks one of them. */
    SignatureAlgorithm check(CompactJws jws) throws Rejection, MalformedException {
        JsonObject header = jws.header();
        String typ = header.text("typ");
        if (!type.equalsIgnoreCase(typ)) {
            throw new Rejection(Reason.AUTHENTICATOR_TYPE_WRONG, Facts.expected(type, orNone(typ)));
        }
        for (String member : forbidden) {
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
