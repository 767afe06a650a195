// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import java.io.IOException;
import java.io.InputStream;

/** A body that is too long to be held: read once to be signed, and by the client again to be sent. */
@FunctionalInterface
public interface BodySource {

    /** The octets from the start, the same each time; whoever asks closes the stream. */
    InputStream open() throws IOException;
}
