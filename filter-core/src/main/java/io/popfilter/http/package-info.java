// SPDX-License-Identifier: Apache-2.0
/** The request as both signer and verifier see it: canonical method, authority, path, query, header fields and body. */
@NullMarked
package io.popfilter.http;

import org.jspecify.annotations.NullMarked;
