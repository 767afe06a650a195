// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import io.popfilter.parse.Base64Url;
import java.util.List;

/** What a channel binding of one type can be on one connection. */
public sealed interface ChannelBinding {

    /**
     * One of these values: several where a server has several certificates.
     *
     * @param values as base64url, at least one
     */
    record Known(List<String> values) implements ChannelBinding {
        /** Copies the list. */
        public Known {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("a binding without a value");
            }
        }
    }

    /**
     * Nobody can tell.
     *
     * @param why for the log
     */
    record Unavailable(String why) implements ChannelBinding {}

    /** This value. */
    static ChannelBinding of(byte[] value) {
        return new Known(List.of(Base64Url.encode(value)));
    }
}
