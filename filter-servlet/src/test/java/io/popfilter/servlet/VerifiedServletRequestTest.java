// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.popfilter.PopPrincipal;
import io.popfilter.VerifiedRequest;
import io.popfilter.http.Body;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.scheme.SchemeName;
import jakarta.servlet.http.HttpServletRequest;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
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
        Body body = Body.read(received, 0, MessageDigest.getInstance("SHA-256"));

        HttpServletRequest seen = verified(Optional.of(body));

        assertThat(seen.isTrailerFieldsReady()).isTrue();
        assertThat(seen.getTrailerFields()).isEmpty();
    }

    @Test
    void leavesTrailersToARouteWhoseBodyIsNotChecked() {
        HttpServletRequest seen = verified(Optional.empty());

        assertThat(seen.isTrailerFieldsReady()).isFalse();
        assertThat(seen.getTrailerFields()).containsOnlyKeys("authorization");
    }

    private HttpServletRequest verified(Optional<Body> body) {
        return new VerifiedServletRequest(
                request,
                new VerifiedRequest(mock(PopPrincipal.class), SchemeName.POP, body, Optional.empty()),
                "scope");
    }
}
