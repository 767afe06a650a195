// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/** A signed body as the application gets it. Whoever has it closes it when the request is over. */
public sealed interface Body extends Closeable permits HeldBody, StreamedBody {

    /**
     * The octets: of a held body from the start each time it is asked, of a streamed one the one stream there is.
     *
     * @throws IOException when the file is closed
     */
    InputStream open() throws IOException;

    /** Whether there is not one octet. */
    boolean isEmpty();

    /** Lets go of what the body occupies; what is in memory can still be read. */
    @Override
    void close();
}
