// SPDX-License-Identifier: Apache-2.0
/** Why a request is refused: the closed list of reasons, and the facts that go to the log. */
@NullMarked
package io.popfilter.reject;

import org.jspecify.annotations.NullMarked;
