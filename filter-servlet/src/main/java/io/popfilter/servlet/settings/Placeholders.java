// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;
import static io.popfilter.servlet.settings.Problem.Kind.PLACEHOLDER;

import java.nio.charset.CharacterCodingException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${env:NAME}</code> and <code>${file:PATH}</code>. A <code>${</code> always begins a placeholder and
 * cannot be escaped; any other {@code $} stands for itself. What was put in is not looked at again.
 *
 * @param sources the environment and the files
 */
record Placeholders(Sources sources) {

    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final Pattern PLACEHOLDER_TEXT = Pattern.compile("\\$\\{([^}]*)(}?)");
    private static final Pattern LAST_LINE_END = Pattern.compile("\\r?\\n\\z");

    static boolean isIn(String text) {
        return text.contains("${");
    }

    /** The text with every placeholder replaced. Problems name the variable or the file, never what it holds. */
    String expand(String text) throws BadValueException {
        Matcher placeholder = PLACEHOLDER_TEXT.matcher(text);
        StringBuilder expanded = new StringBuilder();
        while (placeholder.find()) {
            if (placeholder.group(2).isEmpty()) {
                throw BadValueException.unquoted(PLACEHOLDER, "has a ${ without }", "close the placeholder");
            }
            placeholder.appendReplacement(expanded, Matcher.quoteReplacement(replacement(placeholder.group(1))));
        }
        return placeholder.appendTail(expanded).toString();
    }

    private String replacement(String name) throws BadValueException {
        if (name.startsWith("env:") && name.length() > "env:".length()) {
            return variable(name.substring("env:".length()));
        }
        if (name.startsWith("file:") && name.length() > "file:".length()) {
            return content(Location.parse(name));
        }
        throw BadValueException.unquoted(
                PLACEHOLDER, "has a placeholder of unknown form", "only ${env:NAME} and ${file:PATH} exist");
    }

    private String variable(String name) throws BadValueException {
        String value = sources.environment().get(name);
        if (value == null) {
            throw BadValueException.about(
                    "${env:" + name + "}",
                    PLACEHOLDER,
                    "names a variable that is not set",
                    "set it, or correct the name");
        }
        return value;
    }

    private String content(Location file) throws BadValueException {
        try {
            String content = Utf8.decode(file.read(sources, MAX_FILE_BYTES));
            return LAST_LINE_END.matcher(content).replaceFirst("");
        } catch (CharacterCodingException e) {
            throw BadValueException.about(file.toString(), MALFORMED, "is not UTF-8 text", "save the file as UTF-8");
        }
    }
}
