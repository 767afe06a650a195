// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** A checked body as a servlet stream: everything is there, so it is always ready. */
final class BodyInputStream extends ServletInputStream {

    private final ByteArrayInputStream octets;
    private final ServletRequest request;
    private boolean hasListener;

    BodyInputStream(ByteArrayInputStream octets, ServletRequest request) {
        this.octets = octets;
        this.request = request;
    }

    @Override
    public int read() {
        return octets.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        return octets.read(buffer, offset, length);
    }

    @Override
    public long skip(long count) {
        return octets.skip(count);
    }

    @Override
    public int available() {
        return octets.available();
    }

    @Override
    public boolean isFinished() {
        return octets.available() == 0;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    /** Calls the listener on a thread of the container, as a container would. */
    @Override
    public void setReadListener(ReadListener listener) {
        if (hasListener) {
            throw new IllegalStateException("there is a read listener already");
        }
        hasListener = true;
        request.getAsyncContext().start(() -> deliver(listener));
    }

    private void deliver(ReadListener listener) {
        try {
            if (!isFinished()) {
                listener.onDataAvailable();
            }
            if (isFinished()) {
                listener.onAllDataRead();
            }
        } catch (IOException | RuntimeException e) {
            listener.onError(e);
        }
    }
}
