// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.token.TokenReference;

/**
 * A token that came alone (RFC 6750 section 2.1): nothing shows that its sender is the one for whom it was made.
 *
 * @param token the access token
 */
public record BearerToken(TokenReference.Text token) implements Presented {

    @Override
    public SchemeName scheme() {
        return SchemeName.BEARER;
    }
}
