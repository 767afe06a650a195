// SPDX-License-Identifier: Apache-2.0
/** What is known of the TLS connection that a request came on: channel bindings and the client's certificate. */
@NullMarked
package io.popfilter.tls;

import org.jspecify.annotations.NullMarked;
