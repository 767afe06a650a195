// SPDX-License-Identifier: Apache-2.0
/** The authorization server: a token endpoint that issues access tokens bound to a key. */
@NullMarked
package io.popfilter.examples.quickstart.as;

import org.jspecify.annotations.NullMarked;
