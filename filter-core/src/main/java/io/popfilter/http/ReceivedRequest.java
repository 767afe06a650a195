// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.reject.Rejection;
import io.popfilter.tls.TlsConnection;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The request as the container received it: the seam between a container and the pipeline. Nothing in it is trusted. */
public interface ReceivedRequest {

    /** The method, letter case included. */
    String method();

    /** The path of the request target, undecoded, with everything that was sent in it. */
    String rawPath();

    /** The query of the request target, undecoded, without its question mark; null when there is none. */
    @Nullable
    String rawQuery();

    /** The values of all lines of a header field, in order, one character per octet; empty when there is none. */
    List<String> fieldLines(String lowerCaseName);

    /** The address of the peer of the connection, numeric, as the container reports it. */
    String peerAddress();

    /**
     * The address that the client connected to, as far as the connection and the Host field tell. Asked for only when no
     * external address is configured.
     *
     * @param rules what a host may look like
     */
    ExternalAddress connectedAddress(CanonicalRules rules) throws Rejection;

    /** The TLS connection that it came on; one of which nothing is known, unless this is implemented. */
    default TlsConnection tls() {
        return TlsConnection.unknown();
    }

    /** The octets of the body that the sender announced, or -1 when it did not say. */
    long announcedBodyLength();

    /**
     * The body after transfer decoding and before content decoding. Asked for once at most, after the proof holds; read to
     * its end, and not closed.
     */
    InputStream body() throws IOException;
}
