// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The PARSE stage: the schemes that are switched on. The Authorization field decides which one reads a request, and then it
 * alone does: a request that is malformed by the rules of one scheme is never tried with another.
 */
public final class Schemes {

    private final Set<SchemeName> accepted;
    private final Map<String, Scheme> readers;

    private Schemes(Set<SchemeName> accepted, Map<String, Scheme> readers) {
        this.accepted = accepted;
        this.readers = readers;
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
        Map<String, Scheme> readers = new LinkedHashMap<>();
        for (SchemeName name : names) {
            readers.put(
                    name.authScheme(),
                    switch (name) {
                        case POP -> new PopScheme(algorithms, digests);
                        case DPOP -> new DpopScheme(algorithms, digests);
                        case MTLS, BEARER -> new BearerScheme();
                    });
        }
        return new Schemes(new LinkedHashSet<>(names), readers);
    }

    /** What a request presents. */
    public Presented read(ReceivedRequest request) throws Rejection {
        Credentials credentials = Credentials.of(request);
        for (Map.Entry<String, Scheme> reader : readers.entrySet()) {
            if (credentials.isFor(reader.getKey())) {
                return reader.getValue().read(credentials, request);
            }
        }
        if (credentials.isFor(SchemeName.BEARER.authScheme())) {
            throw new Rejection(Reason.BEARER_NOT_ACCEPTED);
        }
        throw new Rejection(
                Reason.SCHEME_NOT_ACCEPTED, Facts.expected(readers.keySet().toString(), credentials.toString()));
    }

    /** Whether a scheme is switched on: what a token that comes alone is bound to decides which one it needs. */
    public boolean accept(SchemeName scheme) {
        return accepted.contains(scheme);
    }
}
