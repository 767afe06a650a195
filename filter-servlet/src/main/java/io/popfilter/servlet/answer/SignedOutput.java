// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import io.popfilter.jose.Digests;
import io.popfilter.parse.Base64Url;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;

/**
 * The body of a signed answer: held, until it is over and its digest can be in the header, or until it is too long for that
 * or the application wants it sent.
 */
final class SignedOutput extends ServletOutputStream {

    private enum State {
        /** Nothing has been sent. */
        HOLDING,
        /** The header is out, or on its way, and so is what is written. */
        FLOWING,
        /** The container or an error page makes the answer. */
        LEFT,
        /** It is over. */
        ENDED
    }

    private final SignedResponse response;
    private final int maxHeld;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream(0);
    private final MessageDigest digest = Digests.newSha256();
    private volatile State state = State.HOLDING;
    private volatile boolean hasListener;

    SignedOutput(SignedResponse response, int maxHeld) {
        this.response = response;
        this.maxHeld = maxHeld;
    }

    @Override
    public void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
        if (length == 0) {
            return;
        }
        if (state == State.HOLDING) {
            boolean isHeld = !response.isDetached() && length <= maxHeld - held.size();
            held.write(octets, offset, length);
            if (!isHeld) {
                flow(); // all in one piece: without blocking, a container takes one write for each isReady()
            }
            return;
        }
        if (state == State.FLOWING) {
            digest.update(octets, offset, length);
        }
        if (state != State.ENDED) { // behind the end containers leave aside what is written, too
            response.containersOutput().write(octets, offset, length);
        }
    }

    private void flow() throws IOException {
        state = State.FLOWING;
        response.beginWithoutEnd();
        release();
    }

    private void release() throws IOException {
        byte[] octets = held.toByteArray();
        held.reset();
        if (octets.length > 0) {
            digest.update(octets);
            ServletOutputStream out = response.containersOutput();
            if (hasListener) {
                out.isReady(); // without blocking, a container wants to be asked before
            }
            out.write(octets);
        }
    }

    /** Signs in the header when nothing was sent, else completes what goes into the trailer section. */
    void finish() throws IOException {
        if (state == State.HOLDING) {
            state = State.ENDED;
            byte[] octets = held.toByteArray();
            response.beginWithEnd(Base64Url.encode(Digests.newSha256().digest(octets)));
            release();
        } else if (state == State.FLOWING) {
            state = State.ENDED;
            response.end(Base64Url.encode(digest.digest()));
        }
    }

    /** Forgets what was written, and how far the answer was. */
    void restart() {
        held.reset();
        digest.reset();
        state = State.HOLDING;
    }

    /** The same, if it is ours. */
    void restartUnlessLeft() {
        if (state != State.LEFT) {
            restart();
        }
    }

    /** Signs no more. */
    void leave() {
        held.reset();
        state = State.LEFT;
    }

    boolean isOver() {
        return state == State.ENDED || state == State.LEFT;
    }

    boolean isHolding() {
        return state == State.HOLDING;
    }

    boolean holdsSomething() {
        return isHolding() && held.size() > 0;
    }

    @Override
    public void flush() throws IOException {
        if (state == State.HOLDING) {
            flow();
        }
        response.containersOutput().flush();
    }

    @Override
    public void close() throws IOException {
        response.finish();
        response.containersOutput().close();
    }

    @Override
    public boolean isReady() {
        try {
            return response.containersOutput().isReady();
        } catch (IOException e) {
            return true; // writing will tell
        }
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        try {
            hasListener = true;
            response.containersOutput().setWriteListener(listener);
        } catch (IOException e) {
            listener.onError(e);
        }
    }
}
