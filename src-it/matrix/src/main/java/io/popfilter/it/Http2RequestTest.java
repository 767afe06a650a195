// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the tests send over HTTP/2 is what they were told to send, or nothing. */
@Tag("same-in-every-container")
class Http2RequestTest {

    private static final byte[] SIGNED = {1, 2, 3};
    private static final byte[] CHANGED = {1, 2, 4};

    private static WireRequest signed() {
        return WireRequest.of("POST", "/orders", "rs.example").body(SIGNED);
    }

    @Test
    void aBodyThatIsFramedByHandIsNotSent() {
        WireRequest request = signed().framed(CHANGED);

        assertThatIllegalStateException().isThrownBy(() -> Http2Request.of(request, "http"));
    }

    @Test
    void norAreTrailersForgotten() {
        WireRequest request =
                WireRequest.of("POST", "/orders", "rs.example").chunkedBody(SIGNED, 2, List.of("X-Order: 7"));

        assertThatIllegalStateException().isThrownBy(() -> Http2Request.of(request, "http"));
    }

    @Test
    void anotherBodyIsSent() {
        assertThat(Http2Request.of(signed().body(CHANGED), "http").body()).isEqualTo(CHANGED);
        assertThat(Http2Request.of(signed().framed(SIGNED).body(CHANGED), "http")
                        .body())
                .isEqualTo(CHANGED);
    }
}
