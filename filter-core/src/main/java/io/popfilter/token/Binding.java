// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

/** What a confirmed key is bound to. */
public enum Binding {
    /** There is none: whoever has the token can use it. */
    NONE,
    /** The access token: the authorization server put the key, or its thumbprint, into it. */
    TOKEN,
    /** The client: the key is one of those that it registered, the same for all its tokens. */
    CLIENT,
    /** One instance of a client software: it registered by itself, with a key of its own (RFC 7591 section 2, software_id). */
    INSTANCE
}
