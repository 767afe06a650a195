// SPDX-License-Identifier: Apache-2.0
/** Asking the authorization server what a token is (RFC 7662, RFC 9701). */
@NullMarked
package io.popfilter.introspection;

import org.jspecify.annotations.NullMarked;
