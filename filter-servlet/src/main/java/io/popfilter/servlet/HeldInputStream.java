// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A checked body as a servlet stream: everything is there, so it is always ready. */
final class HeldInputStream extends ServletInputStream {

    private final InputStream octets;
    private final ServletRequest request;
    private long remaining;
    private @Nullable ReadListener listener;
    private boolean isCalling;
    private boolean isEndTold;

    HeldInputStream(InputStream octets, long length, ServletRequest request) {
        this.octets = octets;
        this.remaining = length;
        this.request = request;
    }

    @Override
    public int read() throws IOException {
        int octet = octets.read();
        advance(octet < 0 ? 0 : 1);
        return octet;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = octets.read(buffer, offset, length);
        advance(Math.max(count, 0));
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = octets.skip(count);
        advance(skipped);
        return skipped;
    }

    @Override
    public int available() throws IOException {
        return octets.available();
    }

    @Override
    public synchronized boolean isFinished() {
        return remaining == 0;
    }

    @Override
    public boolean isReady() {
        return true;
    }

    /** Calls the listener on a thread of the container, as a container would. */
    @Override
    public synchronized void setReadListener(ReadListener newListener) {
        if (listener != null) {
            throw new IllegalStateException("there is a read listener already");
        }
        if (newListener == null) {
            throw new NullPointerException("no read listener");
        }
        listener = newListener;
        isCalling = true; // from now on, until it returns
        request.getAsyncContext().start(this::deliver);
    }

    private void deliver() {
        ReadListener told = listener();
        try {
            if (!isFinished()) {
                told.onDataAvailable();
            }
            if (isEndDue()) {
                told.onAllDataRead();
            }
        } catch (Throwable e) {
            told.onError(e);
        }
    }

    /** Whether the end is to be told now; it is told once. Otherwise whoever reads it will have it told. */
    private synchronized boolean isEndDue() {
        isCalling = false;
        boolean isDue = remaining == 0 && !isEndTold;
        isEndTold |= isDue;
        return isDue;
    }

    private synchronized void advance(long count) {
        remaining -= count;
        if (remaining == 0 && listener != null && !isCalling && !isEndTold) {
            isEndTold = true;
            request.getAsyncContext().start(this::tellEnd);
        }
    }

    private void tellEnd() {
        ReadListener told = listener();
        try {
            told.onAllDataRead();
        } catch (Throwable e) {
            told.onError(e);
        }
    }

    private synchronized ReadListener listener() {
        if (listener == null) {
            throw new IllegalStateException("no listener");
        }
        return listener;
    }
}
