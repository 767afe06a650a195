// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import io.popfilter.parse.MalformedException;
import java.util.Set;

/** The value of a channel binding as a proxy writes it into a header field: one Byte Sequence (RFC 9651 section 3.3.5). */
public final class ForwardedBinding {

    private static final int MAX_LENGTH = 128;

    private ForwardedBinding() {}

    /** The binding on this line. Malformed: it is anything else, or of another length than its type has. */
    public static ChannelBinding read(BindingType type, String line) throws MalformedException {
        if (line.length() > MAX_LENGTH) {
            throw new MalformedException("longer than " + MAX_LENGTH + " characters");
        }
        byte[] octets = ByteSequence.decode(line);
        if (!lengths(type).contains(octets.length)) {
            throw new MalformedException(octets.length + " octets, which " + type + " never has");
        }
        return ChannelBinding.of(octets);
    }

    private static Set<Integer> lengths(BindingType type) {
        return switch (type) {
            case TLS_EXPORTER -> Set.of(32); // RFC 9266 section 4.2
            case TLS_SERVER_END_POINT -> Set.of(28, 32, 48, 64); // SHA-2
            case TLS_UNIQUE -> Set.of(12); // RFC 5246 section 7.4.9; in TLS 1.3 a Finished message is longer
        };
    }
}
