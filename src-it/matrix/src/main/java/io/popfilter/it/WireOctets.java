// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Lines and chunks of HTTP/1.1 (RFC 9112 sections 2.2 and 7.1), from either side of a connection. */
final class WireOctets {

    private WireOctets() {}

    /** A line, one character per octet, without its end. */
    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the other side closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    /** What the chunks hold; trailer fields are read and left aside. */
    static byte[] chunks(InputStream in) throws IOException {
        byte[] octets = chunksWithoutEnd(in);
        while (!line(in).isEmpty()) {
            // a trailer field
        }
        return octets;
    }

    /** What the chunks hold; trailer fields and the empty line are left to be read. */
    static byte[] chunksWithoutEnd(InputStream in) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
            octets.write(in.readNBytes(size));
            line(in);
        }
        return octets.toByteArray();
    }

    private static int chunkSize(InputStream in) throws IOException {
        return Integer.parseInt(line(in), 16);
    }
}
