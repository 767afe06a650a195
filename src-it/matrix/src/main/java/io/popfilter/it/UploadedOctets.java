// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.sign.BodySource;
import java.io.InputStream;
import java.util.Objects;

/**
 * A body of any length that nobody has to hold: each octet follows from its position.
 *
 * @param length how many octets
 * @param changedAt the position of the one octet that is another than it should be, or -1
 */
record UploadedOctets(long length, long changedAt) implements BodySource {

    static UploadedOctets of(long length) {
        return new UploadedOctets(length, -1);
    }

    UploadedOctets withLastChanged() {
        return new UploadedOctets(length, length - 1);
    }

    private byte at(long position) {
        long mixed = position * 0x9E3779B97F4A7C15L;
        return (byte) ((mixed >>> 56) ^ (position == changedAt ? 1 : 0));
    }

    @Override
    public InputStream open() {
        return new Stream();
    }

    private final class Stream extends InputStream {

        private long position;

        @Override
        public int read() {
            return position == length ? -1 : at(position++) & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) {
            Objects.checkFromIndexSize(offset, count, buffer.length);
            if (count > 0 && position == length) {
                return -1;
            }
            int read = (int) Math.min(count, length - position);
            for (int i = 0; i < read; i++) {
                buffer[offset + i] = at(position + i);
            }
            position += read;
            return read;
        }
    }
}
