// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.reject.Rejection;
import io.popfilter.tls.TlsConnection;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A servlet request as the pipeline reads it: raw wherever the Servlet API has the raw thing. */
record ServletReceivedRequest(HttpServletRequest request, TlsConnection tls) implements ReceivedRequest {

    @Override
    public String method() {
        return request.getMethod();
    }

    @Override
    public String rawPath() {
        return request.getRequestURI();
    }

    @Override
    public @Nullable String rawQuery() {
        return request.getQueryString();
    }

    @Override
    public List<String> fieldLines(String lowerCaseName) {
        Enumeration<String> lines = request.getHeaders(lowerCaseName);
        if (lines == null || !lines.hasMoreElements()) {
            return List.of();
        }
        return Collections.list(lines);
    }

    @Override
    public String peerAddress() {
        return ConnectedPeer.addressOf(request);
    }

    @Override
    public ExternalAddress connectedAddress(CanonicalRules rules) throws Rejection {
        return ConnectedAddress.of(request, fieldLines("host"), rules);
    }

    @Override
    public long announcedBodyLength() {
        return request.getContentLengthLong();
    }

    @Override
    public InputStream body() throws IOException {
        return request.getInputStream();
    }
}
