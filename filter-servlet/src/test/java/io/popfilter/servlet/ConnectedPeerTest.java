// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;

/** In a container without helper; with one, {@code ForwardingHelperTest} asks the containers themselves. */
class ConnectedPeerTest {

    private final HttpServletRequest container = mock(HttpServletRequest.class);

    @Test
    void isWhomTheContainerNames() {
        when(container.getRemoteAddr()).thenReturn("192.0.2.7");

        assertThat(ConnectedPeer.addressOf(container)).isEqualTo("192.0.2.7");
    }

    @Test
    void isNotWhomAWrapperNames() {
        when(container.getRemoteAddr()).thenReturn("192.0.2.7");
        HttpServletRequest wrapped = new HttpServletRequestWrapper(container) {
            @Override
            public String getRemoteAddr() {
                return "10.0.0.1";
            }
        };

        assertThat(ConnectedPeer.addressOf(new HttpServletRequestWrapper(wrapped)))
                .isEqualTo("192.0.2.7");
    }

    @Test
    void isNobodyWhereTomcatMayHaveReplacedIt() {
        when(container.getRemoteAddr()).thenReturn("10.0.0.1");
        when(container.getAttribute("org.apache.tomcat.request.forwarded")).thenReturn(true);

        assertThat(ConnectedPeer.addressOf(container)).isEqualTo(ConnectedPeer.REPLACED);
    }
}
