// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;

/** As much of HTTP/2 (RFC 9113) as takes to ask on a connection that the test has in hand. */
final class Http2Connection {

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_STREAM_AND_HEADERS = 5;

    private final DataInputStream in;
    private final DataOutputStream out;
    private int stream = -1;

    Http2Connection(SSLSocket socket) throws IOException {
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
        out.write(PREFACE.getBytes(StandardCharsets.US_ASCII));
        write(SETTINGS, 0, 0, new byte[0]);
    }

    /** The content of the answer. */
    String get(String path) throws IOException {
        stream += 2;
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        // RFC 7541 appendix A: GET and https are there; authority and path take a value
        fields.write(0x82);
        fields.write(0x87);
        literal(fields, 1, "127.0.0.1");
        literal(fields, 4, path);
        write(HEADERS, END_STREAM_AND_HEADERS, stream, fields.toByteArray());
        out.flush();
        return content();
    }

    private static void literal(ByteArrayOutputStream fields, int name, String value) {
        fields.write(name);
        fields.write(value.length());
        fields.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void write(int type, int flags, int id, byte[] payload) throws IOException {
        out.writeInt(payload.length << 8 | type);
        out.writeByte(flags);
        out.writeInt(id);
        out.write(payload);
    }

    private String content() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        while (true) {
            int start = in.readInt();
            int flags = in.readUnsignedByte();
            int id = in.readInt();
            byte[] payload = in.readNBytes(start >>> 8);
            if (id == stream && (start & 0xff) == DATA) {
                content.writeBytes(payload);
            }
            if (id == stream && (flags & END_STREAM) != 0) {
                return content.toString(StandardCharsets.US_ASCII);
            }
        }
    }
}
