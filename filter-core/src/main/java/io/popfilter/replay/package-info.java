// SPDX-License-Identifier: Apache-2.0
/** One-time use of signed requests. */
@NullMarked
package io.popfilter.replay;

import org.jspecify.annotations.NullMarked;
