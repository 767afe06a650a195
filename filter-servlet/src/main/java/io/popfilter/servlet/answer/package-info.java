// SPDX-License-Identifier: Apache-2.0
/** Answers that are signed while the application writes them. */
@NullMarked
package io.popfilter.servlet.answer;

import org.jspecify.annotations.NullMarked;
