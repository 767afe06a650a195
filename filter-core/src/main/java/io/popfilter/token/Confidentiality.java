// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

/** Who can have read the claims of a token. */
public enum Confidentiality {
    /** Whoever saw the token. */
    READABLE,
    /** Only the issuer and this server: the token was encrypted, or came over a connection that is. */
    CONFIDENTIAL
}
