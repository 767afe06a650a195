// SPDX-License-Identifier: Apache-2.0
/** The connection that a request was signed for (RFC 5929, RFC 9266). */
@NullMarked
package io.popfilter.channel;

import org.jspecify.annotations.NullMarked;
