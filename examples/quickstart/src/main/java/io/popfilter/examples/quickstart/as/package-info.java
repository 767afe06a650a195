// SPDX-License-Identifier: Apache-2.0
/** The authorization server: registers clients, issues tokens that are bound to a key, and says what they mean. */
@NullMarked
package io.popfilter.examples.quickstart.as;

import org.jspecify.annotations.NullMarked;
