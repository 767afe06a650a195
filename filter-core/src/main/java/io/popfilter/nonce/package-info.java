// SPDX-License-Identifier: Apache-2.0
/** Nonces that this server hands out, so that a proof cannot have been made before (RFC 9449 section 9). */
@NullMarked
package io.popfilter.nonce;

import org.jspecify.annotations.NullMarked;
