// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.token.TokenReference;

/**
 * A token that came alone (RFC 6750 section 2.1). Nothing in the request shows that its sender is the one for whom it was
 * made; the connection may, when the token names a certificate (RFC 8705 section 3).
 *
 * @param token the access token
 */
public record BearerToken(TokenReference.Text token) implements Presented {}
