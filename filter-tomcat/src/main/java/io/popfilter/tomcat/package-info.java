// SPDX-License-Identifier: Apache-2.0
/** Classes that a connector of Tomcat names: the jar belongs into {@code lib/}, not into the web application. */
@NullMarked
package io.popfilter.tomcat;

import org.jspecify.annotations.NullMarked;
