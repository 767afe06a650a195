// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The entries of a properties file in the order and with the lines they are written at. This class only finds where an
 * entry begins and ends; {@link Properties} itself reads each.
 */
final class PropertiesText {

    /** One key with its value; {@code line} is the line of the key, counted from 1. */
    record Entry(String key, String value, int line) {}

    /** An entry with a Unicode escape that is none. */
    static final class MalformedEntryException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;

        MalformedEntryException(int line) {
            super("malformed escape", null, false, false);
            this.line = line;
        }

        int line() {
            return line;
        }
    }

    // Lines keep their ends: what Properties makes of a last backslash depends on them
    private static final Pattern LINE = Pattern.compile("[^\r\n]*(?:\r\n|\n|\r|\\z)");
    private static final Pattern BLANK_OR_COMMENT = Pattern.compile("[ \t\f]*([#!].*)?[\r\n]*", Pattern.DOTALL);

    private PropertiesText() {}

    static List<Entry> entries(String text) throws MalformedEntryException {
        List<String> lines =
                LINE.matcher(text).results().map(MatchResult::group).toList();
        List<Entry> entries = new ArrayList<>();
        for (int next = 0; next < lines.size(); next++) {
            if (BLANK_OR_COMMENT.matcher(lines.get(next)).matches()) {
                continue;
            }
            int first = next;
            StringBuilder logicalLine = new StringBuilder(lines.get(first));
            while (isContinued(lines.get(next)) && next + 1 < lines.size()) {
                next++;
                logicalLine.append(lines.get(next));
            }
            load(logicalLine.toString(), first + 1)
                    .forEach((key, value) -> entries.add(new Entry((String) key, (String) value, first + 1)));
        }
        return entries;
    }

    /** Whether the line ends in an odd number of backslashes. */
    private static boolean isContinued(String line) {
        int end = line.length();
        while (end > 0 && (line.charAt(end - 1) == '\n' || line.charAt(end - 1) == '\r')) {
            end--;
        }
        int start = end;
        while (start > 0 && line.charAt(start - 1) == '\\') {
            start--;
        }
        return (end - start) % 2 == 1;
    }

    /** At most one entry; none when nothing but backslashes and white space was continued. */
    private static Properties load(String logicalLine, int line) throws MalformedEntryException {
        Properties entry = new Properties();
        try {
            entry.load(new StringReader(logicalLine));
        } catch (IllegalArgumentException e) {
            throw new MalformedEntryException(line);
        } catch (IOException e) {
            throw new UncheckedIOException("a string cannot fail to be read", e);
        }
        return entry;
    }
}
