// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was seen when a request was refused, for the server's log only.
 *
 * <p>Values are cut to {@value #MAX_LENGTH} characters, and control characters and non-ASCII are escaped: a fact cannot
 * forge a line of the log. Tokens, keys, signatures and header values are never put into facts.
 */
public final class Facts {

    private static final int MAX_LENGTH = 256;
    private static final Facts NONE = new Facts(null, null, null, null);

    private final @Nullable String subject;
    private final @Nullable String expected;
    private final @Nullable String received;
    private final @Nullable LikelyCause likelyCause;

    private Facts(
            @Nullable String subject,
            @Nullable String expected,
            @Nullable String received,
            @Nullable LikelyCause likelyCause) {
        this.subject = subject;
        this.expected = expected;
        this.received = received;
        this.likelyCause = likelyCause;
    }

    /** The reason says everything. */
    public static Facts none() {
        return NONE;
    }

    /** The thing that the reason is about: the name of a member, of a header field, of a component; or the defect. */
    public static Facts about(String subject) {
        return new Facts(printable(subject), null, null, null);
    }

    /** What would have been right, and what came instead. */
    public static Facts expected(String expected, String received) {
        return new Facts(null, printable(expected), printable(received), null);
    }

    /** The same facts, about a named thing. */
    public Facts on(String newSubject) {
        return new Facts(printable(newSubject), expected, received, likelyCause);
    }

    /** The same facts, with what probably led to them; nothing is added when nothing is recognised. */
    public Facts likely(Optional<LikelyCause> cause) {
        return cause.isEmpty() ? this : new Facts(subject, expected, received, cause.get());
    }

    /** The thing that the reason is about. */
    public Optional<String> subject() {
        return Optional.ofNullable(subject);
    }

    /** What would have been right. */
    public Optional<String> expected() {
        return Optional.ofNullable(expected);
    }

    /** What came instead. */
    public Optional<String> received() {
        return Optional.ofNullable(received);
    }

    /** What probably happened on the way. */
    public Optional<LikelyCause> likelyCause() {
        return Optional.ofNullable(likelyCause);
    }

    /** One line, for a log. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder();
        append(line, "about", subject);
        append(line, "expected", expected);
        append(line, "received", received);
        append(line, "cause", likelyCause == null ? null : likelyCause.sentence());
        return line.toString();
    }

    private static void append(StringBuilder line, String name, @Nullable String value) {
        if (value != null) {
            line.append(line.isEmpty() ? "" : " ")
                    .append(name)
                    .append("=\"")
                    .append(value)
                    .append('"');
        }
    }

    /** The text cut to {@value #MAX_LENGTH} characters, with everything escaped that could forge a log line. */
    public static String printable(String value) {
        StringBuilder clean = new StringBuilder(Math.min(value.length(), MAX_LENGTH) + 1);
        for (int i = 0; i < value.length() && clean.length() < MAX_LENGTH; i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                clean.append('\\').append(c);
            } else if (c >= ' ' && c < 0x7F) {
                clean.append(c);
            } else {
                clean.append("\\u").append(Character.forDigit(c >> 12, 16)).append(Character.forDigit(c >> 8 & 15, 16));
                clean.append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return value.length() > MAX_LENGTH ? clean.append("...").toString() : clean.toString();
    }
}
