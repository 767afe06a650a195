// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import io.popfilter.jose.SigningKey;

/**
 * An access token, and the key that it is bound to.
 *
 * @param accessToken opaque to the client
 * @param key what the client signs with
 */
public record KeyBoundToken(String accessToken, SigningKey key) {

    /** The key's type only: the token is as good as a secret in a log. */
    @Override
    public String toString() {
        return "token bound to " + key;
    }
}
