// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.Bytes;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodySourceTest {

    private static final RequestToSign UPLOAD = RequestToSign.of("PUT", URI.create("https://api.example/files/1"));

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 100_000})
    void isSignedLikeTheSameOctets(int length) throws IOException {
        byte[] octets = Bytes.random(length);

        RequestToSign streamed = UPLOAD.body("text/plain", () -> new ByteArrayInputStream(octets));

        RequestToSign held = UPLOAD.body("text/plain", octets);
        assertThat(streamed.bodyHash()).isEqualTo(held.bodyHash());
        assertThat(streamed.fields()).isEqualTo(held.fields());
    }

    @Test
    void isClosedAlsoWhenItCannotBeRead() {
        AtomicInteger closed = new AtomicInteger();
        InputStream broken = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] chunk, int offset, int length) throws IOException {
                throw new IOException("gone");
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };

        assertThatThrownBy(() -> UPLOAD.body("text/plain", () -> broken)).isInstanceOf(IOException.class);
        assertThat(closed).hasValue(1);
    }
}
