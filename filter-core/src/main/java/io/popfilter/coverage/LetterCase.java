// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.CanonicalRules;
import io.popfilter.http.FieldLines;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.Digests;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.LikelyCause;
import io.popfilter.scheme.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Recognises that a container replaced the value of a signed field by one in another letter case.
 *
 * <p>Only the hash of what was signed is known, so the usual spellings are tried: of the fields that are known to be replaced
 * one at a time, nine hashes at most. A stranger spelling goes unrecognised.
 */
final class LetterCase {

    /** What Jetty's header cache replaces, as far as it can be covered and its letter case is signed. */
    private static final Set<String> REPLACED = Set.of("accept", "accept-charset", "accept-language");

    private static final List<UnaryOperator<String>> SPELLINGS = List.of(
            value -> value.toLowerCase(Locale.ROOT), value -> value.toUpperCase(Locale.ROOT), LetterCase::ofLanguages);

    // RFC 5646 section 2.1.1: behind the first subtag regions have two letters, in upper case, and scripts four
    private static final Pattern REGION_OR_SCRIPT = Pattern.compile("-(?:[a-z]{2}|[a-z]{4})(?![a-z0-9])");

    private LetterCase() {}

    static Optional<LikelyCause> diagnose(
            Statement.FieldsAre signed, ReceivedRequest received, CanonicalRules rules, Digests digests) {
        for (String name : signed.names()) {
            if (!REPLACED.contains(name)) {
                continue;
            }
            for (UnaryOperator<String> spelling : SPELLINGS) {
                if (Digests.isEqual(signed.hash(), hash(signed.names(), name, spelling, received, rules, digests))) {
                    return Optional.of(LikelyCause.FIELD_CASE_CHANGED);
                }
            }
        }
        return Optional.empty();
    }

    private static String hash(
            List<String> names,
            String respelt,
            UnaryOperator<String> spelling,
            ReceivedRequest received,
            CanonicalRules rules,
            Digests digests) {
        FieldLines lines = new FieldLines(rules);
        try {
            for (String name : names) {
                List<String> values = received.fieldLines(name);
                lines.add(
                        name,
                        name.equals(respelt) ? values.stream().map(spelling).toList() : values);
            }
        } catch (MalformedException e) {
            throw new IllegalStateException("letter case does not matter to it", e);
        }
        return digests.sha256(lines.text());
    }

    private static String ofLanguages(String value) {
        return REGION_OR_SCRIPT.matcher(value.toLowerCase(Locale.ROOT)).replaceAll(LetterCase::ofSubtag);
    }

    private static String ofSubtag(MatchResult subtag) {
        String text = subtag.group();
        return text.length() == 3
                ? text.toUpperCase(Locale.ROOT)
                : text.substring(0, 2).toUpperCase(Locale.ROOT) + text.substring(2);
    }
}
