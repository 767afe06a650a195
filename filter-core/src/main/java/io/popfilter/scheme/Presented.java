// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.token.TokenReference;

/** What a request presents: a token with an authenticator of its own, or a token alone. Nobody has verified it. */
public sealed interface Presented permits Authenticator, BearerToken {

    /** The access token, or its identifier. */
    TokenReference token();
}
