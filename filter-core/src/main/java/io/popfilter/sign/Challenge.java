// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.parse.Ascii;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge of a server (RFC 9110 section 11.3): a scheme and its parameters, names in lower case.
 *
 * <p>A line may have several challenges, as proxies join them; what follows an error in a line is left aside.
 */
record Challenge(String scheme, Map<String, String> parameters) {

    Challenge {
        parameters = Map.copyOf(parameters);
    }

    /** The challenges of these lines. */
    static List<Challenge> read(List<String> lines) {
        List<Challenge> challenges = new ArrayList<>();
        lines.forEach(line -> new Reader(line).read(challenges));
        return challenges;
    }

    Optional<String> parameter(String name) {
        return Optional.ofNullable(parameters.get(name));
    }

    /** Reads a line from the left to the right. */
    private static final class Reader {

        private static final String OTHERS_OF_TOKEN = "!#$%&'*+-.^_`|~"; // RFC 9110 section 5.6.2
        private static final String OTHERS_OF_TOKEN68 = "-._~+/";

        private final String line;
        private int at;

        Reader(String line) {
            this.line = line;
        }

        void read(List<Challenge> challenges) {
            skip(" \t,");
            String scheme = token();
            while (!scheme.isEmpty()) {
                Map<String, String> parameters = new LinkedHashMap<>();
                String next = isAtToken68() ? afterToken68() : parameters(parameters);
                challenges.add(new Challenge(scheme, parameters));
                scheme = next;
            }
        }

        /** Up to the scheme of the next challenge, which is returned; nothing when the line is over. */
        private String parameters(Map<String, String> parameters) {
            while (true) {
                skip(" \t,");
                String name = token();
                int end = at;
                skip(" \t");
                if (name.isEmpty() || !is('=')) {
                    at = end;
                    return name;
                }
                at++;
                skip(" \t");
                Optional<String> value =
                        is('"') ? quoted() : Optional.of(token()).filter(text -> !text.isEmpty());
                if (value.isEmpty()) {
                    return "";
                }
                parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value.get());
            }
        }

        /** Credentials without parameters, such as those of Negotiate, end where the challenge ends. */
        private boolean isAtToken68() {
            int start = at;
            skip(" \t");
            int first = at;
            at = endOfToken68();
            boolean isSome = at > first && first > start;
            skip("=");
            skip(" \t");
            boolean isWhole = at == line.length() || is(',');
            at = start;
            return isSome && isWhole;
        }

        private String afterToken68() {
            skip(" \t");
            at = endOfToken68();
            skip("= \t,");
            return token();
        }

        private int endOfToken68() {
            int end = at;
            while (end < line.length() && isLetterOrDigitOr(OTHERS_OF_TOKEN68, line.charAt(end))) {
                end++;
            }
            return end;
        }

        private String token() {
            int start = at;
            while (at < line.length() && isLetterOrDigitOr(OTHERS_OF_TOKEN, line.charAt(at))) {
                at++;
            }
            return line.substring(start, at);
        }

        /** RFC 9110 section 5.6.4; nothing when it does not end. */
        private Optional<String> quoted() {
            StringBuilder text = new StringBuilder();
            for (at++; at < line.length(); at++) {
                char c = line.charAt(at);
                if (c == '"') {
                    at++;
                    return Optional.of(text.toString());
                }
                if (c == '\\' && at + 1 < line.length()) {
                    at++;
                }
                text.append(line.charAt(at));
            }
            return Optional.empty();
        }

        private void skip(String characters) {
            while (at < line.length() && characters.indexOf(line.charAt(at)) >= 0) {
                at++;
            }
        }

        private boolean is(char c) {
            return at < line.length() && line.charAt(at) == c;
        }

        private static boolean isLetterOrDigitOr(String others, char c) {
            return Ascii.isLowerLetter(c) || Ascii.isUpperLetter(c) || Ascii.isDigit(c) || others.indexOf(c) >= 0;
        }
    }
}
