// SPDX-License-Identifier: Apache-2.0
/** Parts of a Jetty connector: the jar belongs to the server, not into the web application. */
@NullMarked
package io.popfilter.jetty;

import org.jspecify.annotations.NullMarked;
