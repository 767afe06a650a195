// SPDX-License-Identifier: Apache-2.0
/**
 * Bodies that are checked: read within limits, hashed on the way, and kept for the application in memory or in a file until
 * the request is over; or handed on while they are hashed, with a stream that fails at its end.
 */
@NullMarked
package io.popfilter.body;

import org.jspecify.annotations.NullMarked;
