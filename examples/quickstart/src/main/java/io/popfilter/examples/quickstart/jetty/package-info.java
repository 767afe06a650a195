// SPDX-License-Identifier: Apache-2.0
/** A web server that runs in this process. */
@NullMarked
package io.popfilter.examples.quickstart.jetty;

import org.jspecify.annotations.NullMarked;
