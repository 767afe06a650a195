// SPDX-License-Identifier: Apache-2.0
/** What a container, or a proxy that is trusted, tells of the TLS connection of a request. */
@NullMarked
package io.popfilter.servlet.tls;

import org.jspecify.annotations.NullMarked;
