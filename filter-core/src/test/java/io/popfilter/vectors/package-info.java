// SPDX-License-Identifier: Apache-2.0
/** The vector files: what runs them, and what writes them. */
@NullMarked
package io.popfilter.vectors;

import org.jspecify.annotations.NullMarked;
