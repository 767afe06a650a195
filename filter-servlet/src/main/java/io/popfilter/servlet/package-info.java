// SPDX-License-Identifier: Apache-2.0
/** The filter: lets signed requests through to the application, and answers the others. */
@NullMarked
package io.popfilter.servlet;

import org.jspecify.annotations.NullMarked;
