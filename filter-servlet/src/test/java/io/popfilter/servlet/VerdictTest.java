// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.verifyNoMoreInteractions;

import io.popfilter.PopPrincipal;
import io.popfilter.RequestVerifier;
import io.popfilter.VerifiedRequest;
import io.popfilter.channel.ConnectionProof;
import io.popfilter.coverage.Coverage;
import io.popfilter.coverage.Hidden;
import io.popfilter.scheme.SchemeName;
import io.popfilter.servlet.settings.CorsPolicy;
import io.popfilter.token.AccessToken;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerdictTest {

    private final HttpServletResponse response = mock(HttpServletResponse.class);

    @Test
    void dp31_handsOutTheNextNonceOfDpopInItsField() {
        verdict(SchemeName.DPOP, Optional.of("abc"), CorsPolicy.none()).announceNonce(response);

        verify(response).setHeader("DPoP-Nonce", "abc");
        verify(response).setHeader("Cache-Control", "no-store");
        verifyNoMoreInteractions(response);
    }

    @Test
    void handsOutTheNextNonceOfPopAsItsClientsReadIt() {
        verdict(SchemeName.POP, Optional.of("abc"), CorsPolicy.none()).announceNonce(response);

        verify(response).setHeader("Authentication-Info", "PoP nextnonce=\"abc\"");
        verify(response).setHeader("Cache-Control", "no-store");
        verifyNoMoreInteractions(response);
    }

    @Test
    void letsScriptsOfOtherOriginsReadItWhereTheyMayReadChallenges() {
        CorsPolicy exposing = new CorsPolicy(CorsPolicy.Preflight.REFUSE, CorsPolicy.Challenge.EXPOSED);
        verdict(SchemeName.DPOP, Optional.of("abc"), exposing).announceNonce(response);

        verify(response).addHeader("Access-Control-Expose-Headers", "DPoP-Nonce, Authentication-Info");
    }

    @Test
    void leavesAnAnswerAloneWhenThereIsNoNextNonce() {
        verdict(SchemeName.DPOP, Optional.empty(), CorsPolicy.none()).announceNonce(response);

        verifyNoInteractions(response);
    }

    private static Verdict verdict(SchemeName scheme, Optional<String> nextNonce, CorsPolicy cors) {
        FilterPolicy defaults = FilterPolicy.defaults();
        FilterPolicy policy = new FilterPolicy(
                defaults.excluded(),
                defaults.rolesClaim(),
                defaults.errorMode(),
                defaults.realm(),
                defaults.schemes(),
                defaults.algorithms(),
                defaults.welcomeFiles(),
                cors,
                defaults.forms(),
                defaults.tls(),
                defaults.metadata(),
                defaults.answers());
        VerifiedRequest verified = new VerifiedRequest(
                mock(PopPrincipal.class),
                scheme,
                mock(AccessToken.class),
                new Coverage(Set.of(), Set.of(), Hidden.nothing(), Optional.empty()),
                new ConnectionProof(Optional.empty(), Optional.empty()),
                nextNonce);
        return new Verdict(
                new Gate(mock(RequestVerifier.class), policy), Optional.of(verified), Optional.empty(), Set.of());
    }
}
