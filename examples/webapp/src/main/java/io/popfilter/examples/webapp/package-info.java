// SPDX-License-Identifier: Apache-2.0
/** An ordinary web application: the filter is only in web.xml. */
@NullMarked
package io.popfilter.examples.webapp;

import org.jspecify.annotations.NullMarked;
