// SPDX-License-Identifier: Apache-2.0
/** The proof of possession: made lately, by the confirmed key. */
@NullMarked
package io.popfilter.proof;

import org.jspecify.annotations.NullMarked;
