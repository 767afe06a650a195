// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.popfilter.PopPrincipal;
import io.popfilter.VerifiedRequest;
import io.popfilter.body.Body;
import io.popfilter.body.BodyIntake;
import io.popfilter.body.BodyPolicy;
import io.popfilter.channel.ConnectionProof;
import io.popfilter.coverage.Coverage;
import io.popfilter.coverage.Hidden;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.Digests;
import io.popfilter.scheme.SchemeName;
import io.popfilter.token.AccessToken;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can be seen without a container. */
class VerifiedServletRequestTest {

    private final HttpServletRequest request = mock(HttpServletRequest.class);

    @BeforeEach
    void sendTrailers() {
        when(request.isTrailerFieldsReady()).thenReturn(false);
        when(request.getTrailerFields()).thenReturn(Map.of("authorization", "evil"));
    }

    @Test
    void v37_hidesTrailersBehindACheckedBody() throws Exception {
        ReceivedRequest received = mock(ReceivedRequest.class);
        when(received.body()).thenReturn(InputStream.nullInputStream());
        Body body = new BodyIntake(received, BodyPolicy.defaults(), new Digests()).hold((hash, length) -> {});

        HttpServletRequest seen = verified(Optional.of(new RequestContent(body, FormPolicy.defaults())));

        assertThat(seen.isTrailerFieldsReady()).isTrue();
        assertThat(seen.getTrailerFields()).isEmpty();
    }

    @Test
    void leavesTrailersToARouteWhoseBodyIsNotChecked() {
        HttpServletRequest seen = verified(Optional.empty());

        assertThat(seen.isTrailerFieldsReady()).isFalse();
        assertThat(seen.getTrailerFields()).containsOnlyKeys("authorization");
    }

    private HttpServletRequest verified(Optional<RequestContent> content) {
        VerifiedRequest verified = new VerifiedRequest(
                mock(PopPrincipal.class),
                SchemeName.POP,
                mock(AccessToken.class),
                new Coverage(Set.of(), Set.of(), Hidden.nothing(), Optional.empty()),
                new ConnectionProof(Optional.empty(), Optional.empty()),
                Optional.empty());
        return new VerifiedServletRequest(request, verified, "scope", content);
    }
}
