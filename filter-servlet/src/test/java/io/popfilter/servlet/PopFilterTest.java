// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.popfilter.reject.Reason;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.ArgumentCaptor;

/** What can be seen without a container; the rest is tested in containers, over sockets. */
class PopFilterTest {

    private static final String SECRET = "ZoRSOrFzN_FzUA5XKMYoVHyzff5oRJxl-IXRtztJ6uE";

    @TempDir
    private Path folder;

    private final Map<String, String> params = new LinkedHashMap<>();
    private final FilterChain chain = mock(FilterChain.class);
    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse response = mock(HttpServletResponse.class);

    @BeforeEach
    void configure() throws IOException {
        params.put("resource", "https://rs.example");
        params.put("token.issuer", "https://as.example");
        params.put("token.decryption-keys", keys("{\"kty\":\"oct\",\"k\":\"" + SECRET + "\"}"));
        when(response.getOutputStream()).thenReturn(mock(ServletOutputStream.class));
        when(request.getMethod()).thenReturn("GET");
        when(request.getRequestURI()).thenReturn("/a");
        when(request.getServletPath()).thenReturn("/a");
        when(request.getContextPath()).thenReturn("");
        when(request.getDispatcherType()).thenReturn(DispatcherType.REQUEST);
    }

    @Test
    void answersARequestWithoutCredentials() throws Exception {
        filter().doFilter(request, response, chain);

        verify(chain, never()).doFilter(any(), any());
        verify(response).setStatus(401);
        verify(response).setContentType("application/problem+json");
        verify(request).setAttribute(PopFilter.REASON, Reason.NO_CREDENTIALS);
    }

    @Test
    void handsOnWhatIsExcluded() throws Exception {
        params.put("exclude", "/a");

        filter().doFilter(request, response, chain);

        verify(chain).doFilter(request, response);
    }

    @Test
    void v48_hidesTheProofOfTheProxyAlsoFromWhatIsExcluded() throws Exception {
        params.put("exclude", "/a");
        params.put("tls.source", "forwarded");
        params.put("tls.forwarded.client-certificate", "Client-Cert");
        params.put("tls.forwarded.secret-header", "Hop");
        params.put("tls.forwarded.secret", "c2VjcmV0LW9mLXRoZS1ob3A");
        when(request.getHeaderNames())
                .thenAnswer(call -> Collections.enumeration(List.of("Hop", "Client-Cert", "Accept")));
        when(request.getHeader("hop")).thenReturn("a wrong one");

        filter().doFilter(request, response, chain);

        ArgumentCaptor<HttpServletRequest> seen = ArgumentCaptor.forClass(HttpServletRequest.class);
        verify(chain).doFilter(seen.capture(), any());
        assertThat(seen.getValue().getHeader("Hop")).isNull();
        assertThat(Collections.list(seen.getValue().getHeaderNames())).containsExactly("Accept");
    }

    @Test
    void readsTheTargetByTheConfiguredRules() throws Exception {
        when(request.getRequestURI()).thenReturn("/a;x=1");
        filter().doFilter(request, response, chain);
        verify(request).setAttribute(PopFilter.REASON, Reason.TARGET_AMBIGUOUS);

        params.put("canonical.allow", "path-parameters");
        params.put("exclude", "/a /a/*");
        filter().doFilter(request, response, chain);

        verify(request).setAttribute(PopFilter.REASON, Reason.NO_CREDENTIALS);
        verify(chain, never()).doFilter(any(), any());
    }

    @Test
    void v51_letsNobodyPassWhenTheContainerFails() throws Exception {
        when(request.getRequestURI()).thenThrow(new IllegalStateException("recycled"));

        filter().doFilter(request, response, chain);

        verify(chain, never()).doFilter(any(), any());
        verify(response).setStatus(503);
        verify(request).setAttribute(PopFilter.REASON, Reason.INTERNAL_FAULT);
    }

    @Test
    void v51_letsNobodyPassBeforeItIsInitialized() {
        assertThatThrownBy(() -> new PopFilter().doFilter(request, response, chain))
                .isInstanceOf(ServletException.class);
    }

    @Test
    void protectsHttpOnly() throws Exception {
        PopFilter filter = filter();

        assertThatThrownBy(() -> filter.doFilter(mock(ServletRequest.class), mock(ServletResponse.class), chain))
                .isInstanceOf(ServletException.class);
    }

    @Test
    void doesNotStartWithAMisspeltKey() {
        params.put("tokn.issuer", "https://as.example");

        assertThatThrownBy(this::filter)
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("tokn.issuer")
                .hasMessageContaining("did you mean token.issuer?");
    }

    @Test
    void doesNotStartWithKeysThatItCannotUse() throws IOException {
        assertDoesNotStart("{\"kty\":\"oct\",\"k\":\"AAAA\"}");
        assertDoesNotStart("{\"keys\":[]}");
        assertDoesNotStart("not json");
        assertDoesNotStart(SECRET);
        assertDoesNotStart("{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}");
    }

    @Test
    void doesNotStartWithAKeyForAnswersThatIsASecretOrPublic() throws IOException {
        params.put("response-signing", "on");
        for (String key : List.of(
                "{\"kty\":\"oct\",\"k\":\"" + SECRET + "\"}",
                "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + SECRET + "\"}",
                "{\"keys\":[]}")) {
            params.put("response-signing.key", keys(key));

            assertThatThrownBy(this::filter)
                    .isInstanceOf(ServletException.class)
                    .hasMessageContaining("response-signing.key (init-param response-signing.key)")
                    .message()
                    .doesNotContain(SECRET);
        }
    }

    @Test
    void v51_letsNobodyPassWhenTheContainerFailsToSayWhoWantsASignedAnswer() throws Exception {
        params.put("response-signing", "on");
        when(request.getHeaders("Want-PoP-Response")).thenThrow(new IllegalStateException("recycled"));

        filter().doFilter(request, response, chain);

        verify(chain, never()).doFilter(any(), any());
        verify(request).setAttribute(PopFilter.REASON, Reason.NO_CREDENTIALS);
    }

    private void assertDoesNotStart(String keys) throws IOException {
        params.put("token.decryption-keys", keys(keys));
        assertThatThrownBy(this::filter)
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("token.decryption-keys (init-param token.decryption-keys)")
                .message()
                .doesNotContain(SECRET);
    }

    @Test
    void doesNotStartWithACertificateThatItCannotCompare() throws IOException {
        params.put("channel-binding", "optional");
        params.put("channel-binding.types", "tls-server-end-point");
        params.put("channel-binding.server-certificates", keys("not PEM"));

        assertThatThrownBy(this::filter)
                .isInstanceOf(ServletException.class)
                .hasMessageContaining("channel-binding.server-certificates")
                .hasMessageContaining("does not begin with a certificate");
    }

    @Test
    void doesNotStartWithPrivateKeysOnly() throws IOException {
        params.put(
                "token.decryption-keys",
                keys("{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0\","
                        + "\"y\":\"SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps\","
                        + "\"d\":\"0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo\"}"));

        assertThatThrownBy(this::filter).hasMessageContaining("token.verification-keys");
    }

    private String keys(String json) throws IOException {
        Path file = Files.createTempFile(folder, "keys", ".json");
        return Files.writeString(file, json).toString();
    }

    private PopFilter filter() throws ServletException {
        FilterConfig config = mock(FilterConfig.class);
        when(config.getInitParameterNames()).thenAnswer(call -> Collections.enumeration(params.keySet()));
        when(config.getInitParameter(any())).thenAnswer(call -> params.get(call.<String>getArgument(0)));
        ServletContext context = mock(ServletContext.class);
        when(context.getContextPath()).thenReturn("");
        when(config.getServletContext()).thenReturn(context);
        PopFilter filter = new PopFilter();
        filter.init(config);
        return filter;
    }
}
