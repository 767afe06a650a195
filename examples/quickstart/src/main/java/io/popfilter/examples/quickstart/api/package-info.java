// SPDX-License-Identifier: Apache-2.0
/** The protected API: two servlets behind the filter. */
@NullMarked
package io.popfilter.examples.quickstart.api;

import org.jspecify.annotations.NullMarked;
