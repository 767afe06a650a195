// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import java.util.List;

/**
 * One thing that an authenticator says about its request; true only when the proof holds and the request agrees.
 *
 * <p>Members of draft-ietf-oauth-signed-http-request-03 section 3. Hashes are SHA-256 as base64url.
 */
public sealed interface Statement {

    /** The method is this one ({@code m}). */
    record MethodIs(String method) implements Statement {}

    /** The request was sent to this host and port ({@code u}). */
    record AuthorityIs(String authority) implements Statement {}

    /** The path is this one ({@code p}). */
    record PathIs(String path) implements Statement {}

    /** The request was sent to this URI, its query left aside ({@code htu} of RFC 9449 section 4.2). */
    record TargetUriIs(String uri) implements Statement {}

    /** The query consists of tokens with these names, and joined in this order they have this hash ({@code q}). */
    record QueryIs(List<String> names, String hash) implements Statement {
        /** Copies the list. */
        public QueryIs {
            names = List.copyOf(names);
        }
    }

    /** These header fields, in lower case, have values whose lines in this order have this hash ({@code h}). */
    record FieldsAre(List<String> names, String hash) implements Statement {
        /** Copies the list. */
        public FieldsAre {
            names = List.copyOf(names);
        }
    }

    /** The octets of the body have this hash ({@code b}). */
    record BodyIs(String hash) implements Statement {}

    /**
     * The connection has this channel binding ({@code cb}).
     *
     * @param type its registered name, which need not be one that is known here
     * @param value as base64url
     */
    record ChannelIs(String type, String value) implements Statement {}
}
