// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Octets in memory, and from a limit on in a file that only its owner can open and that is gone when it is closed. Written
 * by one thread, then read by any.
 */
public final class Spool implements Closeable {

    private static final int MAX_READ = 64 * 1024; // the JDK keeps a buffer of that size per thread, off the heap

    private final int memoryOctets;
    private final Path directory;
    private Memory memory;
    private @Nullable FileChannel file;
    private long length;

    /**
     * Nothing yet.
     *
     * @param memoryOctets how many octets are kept in memory; when there are more, all are in a file
     * @param directory where the file is made
     */
    public Spool(int memoryOctets, Path directory) {
        this(memoryOctets, directory, 0);
    }

    Spool(int memoryOctets, Path directory, int expectedOctets) {
        this.memoryOctets = memoryOctets;
        this.directory = directory;
        this.memory = new Memory(Math.min(memoryOctets, expectedOctets));
    }

    /** How many octets there are. */
    public long length() {
        return length;
    }

    /** Adds the first octets of this array. */
    public void write(byte[] octets, int count) throws IOException {
        if (file == null && length + count > memoryOctets) {
            file = TemporaryFile.create(directory);
            append(file, memory.octets(), memory.size());
            memory = new Memory(0);
        }
        if (file == null) {
            memory.write(octets, 0, count);
        } else {
            append(file, octets, count);
        }
        length += count;
    }

    private static void append(FileChannel file, byte[] octets, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(octets, 0, count);
        while (buffer.hasRemaining()) {
            file.write(buffer);
        }
    }

    /** A new stream of {@code count} octets, of which the first is at {@code from}. */
    public InputStream open(long from, long count) throws IOException {
        Objects.checkFromIndexSize(from, count, length);
        if (file == null) {
            return new ByteArrayInputStream(memory.octets(), (int) from, (int) count);
        }
        if (!file.isOpen()) {
            throw new IOException("the request is over, and its body was deleted");
        }
        return new BufferedInputStream(new FromFile(file, from, from + count));
    }

    /** Deletes the file, if there is one; what is in memory can still be read. */
    @Override
    public void close() {
        if (file != null) {
            TemporaryFile.delete(file);
        }
    }

    /** Gives its octets away as they are: a copy of each body would be a waste. */
    private static final class Memory extends ByteArrayOutputStream {

        private Memory(int expectedOctets) {
            super(expectedOctets);
        }

        private byte[] octets() {
            return buf;
        }
    }

    /** Reads at a position of its own, so that several can read one file. */
    private static final class FromFile extends InputStream {

        private final FileChannel file;
        private final long end;
        private long position;

        private FromFile(FileChannel file, long from, long end) {
            this.file = file;
            this.position = from;
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            int wanted = (int) Math.min(Math.min(count, MAX_READ), end - position);
            if (wanted == 0) {
                return -1;
            }
            int read = file.read(ByteBuffer.wrap(buffer, offset, wanted), position);
            position += Math.max(read, 0);
            return read;
        }

        @Override
        public long skip(long count) {
            long skipped = Math.max(0, Math.min(count, end - position));
            position += skipped;
            return skipped;
        }

        @Override
        public int available() {
            return (int) Math.min(Integer.MAX_VALUE, end - position);
        }
    }
}
