// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.parse.JsonObject;

/**
 * The claims of a JWT whose origin is proven, and who could read them.
 *
 * @param claims all claims
 * @param confidentiality CONFIDENTIAL when the whole token was encrypted
 */
record JwtContent(JsonObject claims, Confidentiality confidentiality) {}
