// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import io.popfilter.reject.Rejection;

/** Compares a body, once all of it was hashed, with what is signed about it. */
@FunctionalInterface
public interface BodyCheck {

    /**
     * Returns when the body is the signed one.
     *
     * @param hash the SHA-256 of the octets, base64url without padding
     * @param length how many octets
     */
    void compare(String hash, long length) throws Rejection;
}
