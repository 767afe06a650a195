// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.http.Authority;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.UriScheme;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/**
 * The address that a client of a directly exposed server connected to.
 *
 * <p>The scheme is that of the connection. {@code getScheme()} is not asked: an absolute-form target or {@code :scheme} sets
 * it freely (RFC 9112 section 3.2.2).
 */
final class ConnectedAddress {

    private static final String CIPHER_SUITE = "jakarta.servlet.request.cipher_suite"; // Servlet 6.0 section 3.9

    private ConnectedAddress() {}

    static ExternalAddress of(HttpServletRequest request, List<String> hosts, CanonicalRules rules) throws Rejection {
        UriScheme scheme = request.getAttribute(CIPHER_SUITE) == null ? UriScheme.HTTP : UriScheme.HTTPS;
        if (hosts.size() > 1) {
            throw unacceptable("several Host fields");
        }
        String named = request.getServerName();
        String raw;
        if (hosts.size() == 1) {
            raw = hosts.get(0).strip();
        } else if (request.getProtocol().startsWith("HTTP/2")) {
            raw = named + ":" + request.getServerPort(); // containers show :authority in no other way
        } else {
            throw unacceptable("no Host field"); // the container would make up a name
        }
        try {
            Authority authority = Authority.of(raw, scheme, rules);
            // RFC 9112 section 3.2.2: an absolute-form target wins over Host, so the two have to agree
            if (!hostOf(authority).equalsIgnoreCase(withoutBrackets(named))) {
                throw unacceptable("Host is not the host of the target");
            }
            return new ExternalAddress(scheme, authority, "");
        } catch (MalformedException e) {
            throw unacceptable(e.defect());
        }
    }

    private static String hostOf(Authority authority) {
        String value = authority.value();
        int end = value.startsWith("[") ? value.indexOf(']') + 1 : value.indexOf(':');
        return withoutBrackets(end <= 0 ? value : value.substring(0, end));
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private static Rejection unacceptable(String what) {
        return new Rejection(Reason.AUTHORITY_UNACCEPTABLE, Facts.about(what));
    }
}
