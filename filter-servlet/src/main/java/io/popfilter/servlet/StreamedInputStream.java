// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.body.StreamedBody;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A body that is checked while it is read, as a servlet stream. The container says when there is something to read; the
 * last octet is there only when the body is the signed one.
 */
final class StreamedInputStream extends ServletInputStream {

    private final StreamedBody body;
    private final InputStream octets;
    private final ServletInputStream containers;
    private volatile boolean hasListener;

    StreamedInputStream(StreamedBody body, ServletInputStream containers) {
        this.body = body;
        this.octets = body.open();
        this.containers = containers;
    }

    @Override
    public int read() throws IOException {
        noticeEnd();
        return octets.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        noticeEnd();
        return octets.read(buffer, offset, length);
    }

    /** Without blocking, a container must not be read behind its end. */
    private void noticeEnd() {
        if (hasListener && containers.isFinished()) {
            body.endSource();
        }
    }

    @Override
    public int available() throws IOException {
        return octets.available();
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        if (!hasListener) {
            return true; // or reading waits
        }
        noticeEnd();
        if (!body.isAtEnd() && containers.isReady()) {
            try {
                body.begin();
            } catch (IOException e) {
                return true; // reading will tell
            }
        }
        noticeEnd();
        boolean isReady = containers.isReady(); // asked at the end too, or Undertow does not call onAllDataRead
        return body.isAtEnd() || isReady;
    }

    @Override
    public void setReadListener(ReadListener listener) {
        containers.setReadListener(new Checked(listener));
        hasListener = true;
    }

    /** What the container tells, but for the end: that comes when the body is known to be the signed one. */
    private final class Checked implements ReadListener {

        private final ReadListener listener;

        private Checked(ReadListener listener) {
            this.listener = listener;
        }

        @Override
        public void onDataAvailable() throws IOException {
            listener.onDataAvailable();
        }

        @Override
        public void onAllDataRead() throws IOException {
            body.endSource();
            if (!body.isFinished()) {
                listener.onDataAvailable(); // for the octet that is held back, or for the exception
            }
            if (body.isFinished()) {
                listener.onAllDataRead();
            }
        }

        @Override
        public void onError(Throwable e) {
            body.breakSource(e);
            listener.onError(e);
        }
    }
}
