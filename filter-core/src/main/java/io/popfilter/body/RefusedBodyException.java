// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import io.popfilter.reject.Rejection;
import java.io.IOException;

/** The end of a streamed body that is not the signed one: whoever reads it has to drop what it has read. */
public final class RefusedBodyException extends IOException {

    private static final long serialVersionUID = 1L;

    private final Rejection rejection;

    RefusedBodyException(Rejection rejection) {
        super(rejection.reason().sentence(), rejection);
        this.rejection = rejection;
    }

    /** Why it is refused. */
    public Rejection rejection() {
        return rejection;
    }
}
