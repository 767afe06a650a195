// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.jose.Digests;
import io.popfilter.parse.Base64Url;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A whole answer, as a client received it. */
public final class ReceivedAnswer {

    private static final Digests DIGESTS = new Digests();

    private final AnswerHead head;
    private final Function<String, @Nullable List<String>> trailers;
    private final String bodyHash;

    private ReceivedAnswer(AnswerHead head, Function<String, @Nullable List<String>> trailers, String bodyHash) {
        this.head = head;
        this.trailers = trailers;
        this.bodyHash = bodyHash;
    }

    /**
     * Without trailer fields.
     *
     * @param body after transfer decoding and before content decoding; empty for none
     */
    public static ReceivedAnswer of(AnswerHead head, byte[] body) {
        return new ReceivedAnswer(head, name -> null, DIGESTS.sha256(body, 0, body.length));
    }

    /** The same of a body that was hashed while it was read: its SHA-256, 32 octets. */
    public static ReceivedAnswer ofDigest(AnswerHead head, byte[] sha256) {
        return new ReceivedAnswer(head, name -> null, Base64Url.encode(sha256));
    }

    /**
     * The same with trailer fields.
     *
     * @param lines finds all lines of one by its name, whose letter case does not matter; null or empty for none
     */
    public ReceivedAnswer withTrailers(Function<String, @Nullable List<String>> lines) {
        return new ReceivedAnswer(head, lines, bodyHash);
    }

    AnswerHead head() {
        return head;
    }

    List<String> trailerLines(String name) {
        List<String> all = trailers.apply(name);
        return all == null ? List.of() : all;
    }

    String bodyHash() {
        return bodyHash;
    }
}
