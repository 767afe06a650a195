// SPDX-License-Identifier: Apache-2.0
/** Access tokens: unwrapping, verifying, caching, and the key that they confirm (RFC 7519, RFC 7800). */
@NullMarked
package io.popfilter.token;

import org.jspecify.annotations.NullMarked;
