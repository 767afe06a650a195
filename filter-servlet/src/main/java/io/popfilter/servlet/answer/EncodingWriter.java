// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;

/**
 * Encodes what is written at once, so that nothing is left behind when nobody flushes; only the first half of a surrogate pair
 * waits for the second.
 */
final class EncodingWriter extends Writer {

    private static final int CHUNK = 1024;

    private final OutputStream out;
    private final CharsetEncoder encoder;
    private final ByteBuffer octets = ByteBuffer.allocate(CHUNK);
    private String waiting = "";

    EncodingWriter(OutputStream out, Charset charset) {
        this.out = out;
        this.encoder = charset.newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    /** Forgets what it was given. */
    void restart() {
        encoder.reset();
        waiting = "";
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        CharBuffer characters = waiting.isEmpty()
                ? CharBuffer.wrap(text, offset, length)
                : CharBuffer.wrap(waiting + new String(text, offset, length));
        encode(characters, false);
        waiting = characters.toString();
    }

    private void encode(CharBuffer characters, boolean isEnd) throws IOException {
        boolean isMore = true;
        while (isMore) {
            isMore = encoder.encode(characters, octets, isEnd).isOverflow();
            drain();
        }
    }

    private void drain() throws IOException {
        out.write(octets.array(), 0, octets.position());
        octets.clear();
    }

    /** Whatever the charset puts at the end. */
    void end() throws IOException {
        encode(CharBuffer.wrap(waiting), true);
        waiting = "";
        encoder.flush(octets);
        drain();
        encoder.reset();
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
