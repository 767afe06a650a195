// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Set;

/**
 * The PARSE stage: the schemes that are switched on. The Authorization field decides which one reads a request, and then it
 * alone does: a request that is malformed by the rules of one scheme is never tried with another.
 */
public final class Schemes {

    private final List<Scheme> accepted;

    private Schemes(List<Scheme> accepted) {
        this.accepted = List.copyOf(accepted);
    }

    /**
     * These schemes.
     *
     * @param names at least one
     * @param algorithms which an authenticator may use, as far as its scheme allows them
     */
    public static Schemes of(List<SchemeName> names, Set<SignatureAlgorithm> algorithms, Digests digests) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("no scheme");
        }
        return new Schemes(names.stream()
                .distinct()
                .map(name -> switch (name) {
                    case POP -> (Scheme) new PopScheme(algorithms, digests);
                    case DPOP -> new DpopScheme(algorithms, digests);
                    case BEARER -> new BearerScheme();
                })
                .toList());
    }

    /** What a request presents. */
    public Presented read(ReceivedRequest request) throws Rejection {
        Credentials credentials = Credentials.of(request);
        for (Scheme scheme : accepted) {
            if (credentials.isFor(scheme.name().toString())) {
                return scheme.read(credentials, request);
            }
        }
        if (credentials.isFor(SchemeName.BEARER.toString())) {
            throw new Rejection(Reason.BEARER_NOT_ACCEPTED);
        }
        List<SchemeName> names = accepted.stream().map(Scheme::name).toList();
        throw new Rejection(Reason.SCHEME_NOT_ACCEPTED, Facts.expected(names.toString(), credentials.toString()));
    }
}
