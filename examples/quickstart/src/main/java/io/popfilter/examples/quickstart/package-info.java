// SPDX-License-Identifier: Apache-2.0
/** The three parties in one process, and what they say to each other. */
@NullMarked
package io.popfilter.examples.quickstart;

import org.jspecify.annotations.NullMarked;
