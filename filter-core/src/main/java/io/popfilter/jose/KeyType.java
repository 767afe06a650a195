// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

/** The kinds of key that a proof can be made with, as far as algorithms tell them apart. */
public enum KeyType {
    /** A shared secret, {@code oct}. */
    SECRET,
    /** RSA. */
    RSA,
    /** EC, curve P-256. */
    P256,
    /** EC, curve P-384. */
    P384,
    /** EC, curve P-521. */
    P521,
    /** OKP, curve Ed25519. */
    ED25519
}
