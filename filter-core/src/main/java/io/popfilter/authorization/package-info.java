// SPDX-License-Identifier: Apache-2.0
/** What a route demands of a token that is good otherwise: scopes, how and when its user authenticated. */
@NullMarked
package io.popfilter.authorization;

import org.jspecify.annotations.NullMarked;
