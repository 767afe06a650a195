// SPDX-License-Identifier: Apache-2.0
package io.popfilter.fetch;

import java.time.Duration;

/**
 * What a fetch may cost.
 *
 * @param connect how long connecting may take, TLS included
 * @param total how long everything may take, to the last octet
 * @param maxOctets how large the document may be
 */
public record FetchLimits(Duration connect, Duration total, int maxOctets) {

    /** Two seconds to connect, five in all, 256 KiB. */
    public static FetchLimits defaults() {
        return new FetchLimits(Duration.ofSeconds(2), Duration.ofSeconds(5), 256 * 1024);
    }
}
