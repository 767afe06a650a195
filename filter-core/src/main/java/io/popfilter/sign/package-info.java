// SPDX-License-Identifier: Apache-2.0
/** The client's half: signs a request with the canonicalization that the verifier uses. */
@NullMarked
package io.popfilter.sign;

import org.jspecify.annotations.NullMarked;
