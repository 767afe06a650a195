// SPDX-License-Identifier: Apache-2.0
/** The wire format of signed answers, shared by the server that makes them and the client that checks them. */
@NullMarked
package io.popfilter.answer;

import org.jspecify.annotations.NullMarked;
