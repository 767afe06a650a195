// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

import io.popfilter.parse.MalformedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * An address that may be fetched from: https, or http on this very machine.
 *
 * @param uri absolute, with a host, without user information and fragment
 */
public record FetchUri(URI uri) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

    /** Refuses every other address. */
    public FetchUri {
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("not an address with a host and without user information and fragment");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65535) {
            throw new IllegalArgumentException("port out of range");
        }
        boolean isLocal = LOOPBACK.matcher(uri.getHost()).matches();
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !("http".equalsIgnoreCase(uri.getScheme()) && isLocal)) {
            throw new IllegalArgumentException("neither https nor http on a loopback address");
        }
    }

    /** Reads an address. Malformed: not a URI, or not one that may be fetched from. */
    public static FetchUri parse(String text) throws MalformedException {
        try {
            return new FetchUri(new URI(text));
        } catch (URISyntaxException e) {
            throw new MalformedException("not a URI");
        } catch (IllegalArgumentException e) {
            throw new MalformedException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return uri.toString();
    }
}
