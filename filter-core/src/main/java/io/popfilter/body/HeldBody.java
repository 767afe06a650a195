// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** A body that was read to its end and checked before anybody saw it. */
public final class HeldBody implements Body {

    static final HeldBody EMPTY = new HeldBody(new Spool(0, Path.of("")));

    private final Spool spool;

    HeldBody(Spool spool) {
        this.spool = spool;
    }

    /** {@inheritDoc} */
    @Override
    public InputStream open() throws IOException {
        return spool.open(0, spool.length());
    }

    /** How many octets. */
    public long length() {
        return spool.length();
    }

    @Override
    public boolean isEmpty() {
        return spool.length() == 0;
    }

    @Override
    public void close() {
        spool.close();
    }
}
