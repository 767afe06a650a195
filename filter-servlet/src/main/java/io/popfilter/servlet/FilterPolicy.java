// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.http.CanonicalPath;
import io.popfilter.http.PathPattern;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.scheme.SchemeName;
import io.popfilter.servlet.answer.AnswerPolicy;
import io.popfilter.servlet.settings.CorsPolicy;
import io.popfilter.servlet.settings.ErrorMode;
import io.popfilter.servlet.tls.DirectTls;
import io.popfilter.servlet.tls.TlsSource;
import java.util.List;
import java.util.Optional;

/**
 * What the filter decides besides the verification itself.
 *
 * @param excluded routes that pass without a proof
 * @param rolesClaim the claim that holds the principal's roles: a string of words, or an array of strings
 * @param errorMode how a refusal is answered
 * @param realm the realm parameter of the challenge: printable ASCII without quotes and backslashes
 * @param schemes the schemes that challenges offer: those that the verifier accepts, at least one
 * @param algorithms the algorithms that the challenge offers: those that the verifier accepts
 * @param welcomeFiles what a container may append to a path that ends in a slash
 * @param cors what pages of other origins get
 * @param forms how much of a checked body is parsed for the application
 * @param tls who tells of TLS connections
 * @param metadata what is published about this server
 * @param answers how answers are signed, if they are
 */
public record FilterPolicy(
        List<PathPattern> excluded,
        String rolesClaim,
        ErrorMode errorMode,
        Optional<String> realm,
        List<SchemeName> schemes,
        List<SignatureAlgorithm> algorithms,
        List<String> welcomeFiles,
        CorsPolicy cors,
        FormPolicy forms,
        TlsSource tls,
        Optional<ProtectedResourceMetadata> metadata,
        Optional<AnswerPolicy> answers) {

    /** Those of the default descriptors of containers. */
    private static final List<String> WELCOME_FILES = List.of("index.html", "index.htm", "index.jsp");

    /** Copies the lists. */
    public FilterPolicy {
        excluded = List.copyOf(excluded);
        schemes = List.copyOf(schemes);
        algorithms = List.copyOf(algorithms);
        welcomeFiles = List.copyOf(welcomeFiles);
    }

    /** Nothing excluded, roles from {@code scope}, problem details, no realm, all algorithms, nothing for other origins. */
    public static FilterPolicy defaults() {
        return new FilterPolicy(
                List.of(),
                "scope",
                ErrorMode.PROBLEM,
                Optional.empty(),
                List.of(SchemeName.POP),
                List.of(SignatureAlgorithm.values()),
                WELCOME_FILES,
                CorsPolicy.none(),
                FormPolicy.defaults(),
                new DirectTls(),
                Optional.empty(),
                Optional.empty());
    }

    /** The names of the algorithms that proofs of this scheme may use; none where there are no proofs. */
    List<String> algorithmsOf(SchemeName scheme) {
        return ProofAlgorithms.of(scheme, algorithms);
    }

    boolean excludes(CanonicalPath route) {
        for (PathPattern pattern : excluded) {
            if (pattern.matches(route)) {
                return true;
            }
        }
        return false;
    }
}
