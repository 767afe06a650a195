// SPDX-License-Identifier: Apache-2.0
/** The client: gets a key-bound token, and signs each request. */
@NullMarked
package io.popfilter.examples.quickstart.client;

import org.jspecify.annotations.NullMarked;
