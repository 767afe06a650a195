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

    /** Shows neither token nor key. */
    @Override
    public String toString() {
        return "token of " + accessToken.length() + " characters, bound to a key for " + key.algorithm();
    }
}
