// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.popfilter.http.CanonicalRules;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectedAddressTest {

    private static final CanonicalRules STRICT = CanonicalRules.strict();

    @ParameterizedTest
    @CsvSource({
        "rs.example, rs.example, http://rs.example",
        "RS.Example:80, RS.Example, http://rs.example",
        "rs.example:8080, rs.example, http://rs.example:8080",
        "[::1]:8080, [::1], http://[::1]:8080",
        "[::1]:8080, ::1, http://[::1]:8080"
    })
    void takesTheHostField(String host, String serverName, String address) throws Rejection {
        assertThat(ConnectedAddress.of(request("HTTP/1.1", serverName), List.of(host), STRICT))
                .hasToString(address);
    }

    @Test
    void takesTheSchemeFromTheConnectionAndNotFromTheTarget() throws Rejection {
        HttpServletRequest clear = request("HTTP/1.1", "rs.example");
        when(clear.getScheme()).thenReturn("https");
        when(clear.isSecure()).thenReturn(true);
        HttpServletRequest tls = request("HTTP/1.1", "rs.example");
        when(tls.getAttribute("jakarta.servlet.request.cipher_suite")).thenReturn("TLS_AES_128_GCM_SHA256");

        assertThat(ConnectedAddress.of(clear, List.of("rs.example"), STRICT)).hasToString("http://rs.example");
        assertThat(ConnectedAddress.of(tls, List.of("rs.example:443"), STRICT)).hasToString("https://rs.example");
    }

    @Test
    void takesTheAuthorityOfHttp2FromTheContainer() throws Rejection {
        HttpServletRequest request = request("HTTP/2.0", "rs.example");
        when(request.getServerPort()).thenReturn(8443);

        assertThat(ConnectedAddress.of(request, List.of(), STRICT)).hasToString("http://rs.example:8443");
    }

    @Test
    void refusesWhatTheContainerWouldMakeUp() {
        assertRefused(request("HTTP/1.0", "localhost"), List.of());
        assertRefused(request("HTTP/1.1", "rs.example"), List.of("rs.example", "rs.example"));
        assertRefused(request("HTTP/1.1", "evil.example"), List.of("rs.example"));
        assertRefused(request("HTTP/1.1", "rs.example"), List.of("user@rs.example"));
        assertRefused(request("HTTP/1.1", ""), List.of(""));
    }

    private static void assertRefused(HttpServletRequest request, List<String> hosts) {
        Rejection rejection = catchThrowableOfType(Rejection.class, () -> ConnectedAddress.of(request, hosts, STRICT));
        assertThat(rejection.reason()).isEqualTo(Reason.AUTHORITY_UNACCEPTABLE);
    }

    private static HttpServletRequest request(String protocol, String serverName) {
        HttpServletRequest request = mock(HttpServletRequest.class);
        when(request.getProtocol()).thenReturn(protocol);
        when(request.getServerName()).thenReturn(serverName);
        return request;
    }
}
