// SPDX-License-Identifier: Apache-2.0
package io.popfilter.answer;

import io.popfilter.http.CanonicalRules;
import io.popfilter.http.FieldLines;
import io.popfilter.jose.Digests;
import io.popfilter.parse.MalformedException;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The header fields of signed answers: which ask for the signature, carry it, and are covered by it. */
public final class AnswerFields {

    /** The field of the request that asks for a signed answer. */
    public static final String WANTED = "Want-PoP-Response";

    /** Its value: a boolean of RFC 9651. */
    public static final String YES = "?1";

    /** The field that carries the signature, in the header or in the trailer section. */
    public static final String SIGNATURE = "PoP-Response";

    /** The value of {@code typ}, which keeps answers and requests apart. */
    public static final String TYPE = "pop-response";

    /** What is covered unless something else is configured: what decides how the body is read, and where the client goes. */
    public static final List<String> USUALLY_COVERED =
            List.of("content-type", "content-encoding", "content-range", "location");

    /** Fields that come on several lines, are set by whoever answers last, or carry the signature itself. */
    private static final Set<String> NEVER_COVERED =
            Set.of("pop-response", "server", "set-cookie", "vary", "www-authenticate");

    private AnswerFields() {}

    /** Whether a request with these lines of {@link #WANTED} asks for a signed answer. */
    public static boolean isWanted(List<String> lines) {
        if (lines.size() != 1) {
            return false;
        }
        String value = lines.get(0).strip();
        return value.equals(YES) || value.startsWith(YES + ";"); // RFC 9651 section 3.1.2: parameters are left aside
    }

    /** Whether a field of this lower-case name may be covered by the signature of an answer. */
    public static boolean isCoverable(String lowerCaseName) {
        return CanonicalRules.strict().isCoverable(lowerCaseName) && !NEVER_COVERED.contains(lowerCaseName);
    }

    /**
     * The hash of these fields. One that is not there is hashed as such, so that nobody can add it. Malformed: one of them
     * cannot be brought into the canonical form.
     *
     * @param names in lower case
     * @param lines finds all lines of a field; null or empty for none
     */
    public static String hash(List<String> names, Function<String, @Nullable List<String>> lines, Digests digests)
            throws MalformedException {
        FieldLines text = new FieldLines(CanonicalRules.strict());
        for (String name : names) {
            List<String> all = lines.apply(name);
            if (all == null || all.isEmpty()) {
                text.addAbsent(name);
            } else {
                text.add(name, all);
            }
        }
        return digests.sha256(text.text());
    }
}
