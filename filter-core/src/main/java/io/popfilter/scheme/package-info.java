// SPDX-License-Identifier: Apache-2.0
/** Schemes read an authenticator from a request; nothing that they read is trusted yet. */
@NullMarked
package io.popfilter.scheme;

import org.jspecify.annotations.NullMarked;
