// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

/** What becomes of the parts of a request that no signature covers, where none has to. */
public enum UnsignedParts {
    /** The application sees query parameters that need not be covered; an uncovered sensitive header field is refused. */
    SHOWN,
    /** The application sees neither. */
    HIDDEN
}
