// SPDX-License-Identifier: Apache-2.0
/** Strict parsing of what attackers write: JSON (RFC 8259, RFC 7493) and base64url (RFC 4648 section 5). */
@NullMarked
package io.popfilter.parse;

import org.jspecify.annotations.NullMarked;
