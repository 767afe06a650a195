// SPDX-License-Identifier: Apache-2.0
/** Objects of containers, seen from a web application that knows none of their classes. */
@NullMarked
package io.popfilter.servlet.container;

import org.jspecify.annotations.NullMarked;
