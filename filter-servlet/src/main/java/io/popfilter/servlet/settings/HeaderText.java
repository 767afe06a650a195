// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;
import static io.popfilter.servlet.settings.Problem.Kind.UNSUPPORTED;

import io.popfilter.answer.AnswerFields;
import io.popfilter.http.CanonicalRules;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads names of header fields, in any letter case; where a signature has to cover them, one that none can is an error. */
final class HeaderText {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?");

    private HeaderText() {}

    static String coverable(String text) throws BadValueException {
        String name = read(text, "is not a header name that can be signed");
        if (!CanonicalRules.lenient().isCoverable(name)) {
            throw BadValueException.about(
                    text,
                    UNSUPPORTED,
                    "is changed or removed by proxies, or carries the signature, and cannot be signed",
                    "remove it, or use a header of your own");
        }
        return name;
    }

    /** One that a signed answer can cover. */
    static String coverableInAnswer(String text) throws BadValueException {
        String name = coverable(text);
        if (!AnswerFields.isCoverable(name)) {
            throw BadValueException.about(
                    text,
                    UNSUPPORTED,
                    "has several lines, is set by whoever answers last, or carries the signature",
                    "remove it, or use a header of your own");
        }
        return name;
    }

    /** One of a field that is not signed; of the names that HTTP allows, those that every proxy hands on. */
    static String name(String text) throws BadValueException {
        return read(text, "is not a header name that every proxy hands on");
    }

    private static String read(String text, String defect) throws BadValueException {
        if (!NAME.matcher(text).matches()) {
            throw BadValueException.about(text, MALFORMED, defect, "use letters, digits and inner hyphens");
        }
        return text.toLowerCase(Locale.ROOT);
    }

    /** One whose several lines mean the same as one line with commas. */
    static String list(String text) throws BadValueException {
        String name = coverable(text);
        try {
            return new CanonicalRules(Set.of(), Set.of(name))
                    .listFields()
                    .iterator()
                    .next();
        } catch (IllegalArgumentException e) {
            throw BadValueException.about(text, UNSUPPORTED, "is never a list", "remove it");
        }
    }
}
