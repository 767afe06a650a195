// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** What an attacker would like to change in a request that somebody else signed. Where there is nothing to change, it stays. */
enum MeaningChange {
    METHOD_CHANGED((s, r) -> s.method(method -> method.equals("PUT") ? "POST" : "PUT")),
    METHOD_EXTENDED((s, r) -> s.method(method -> method + "X")),

    HOST_CHANGED((s, r) -> s.host(host -> "x" + host)),
    LABEL_ADDED((s, r) -> s.host(host -> "x." + host)),
    PORT_CHANGED((s, r) -> s.host(host -> host.replaceFirst(":[0-9]+$", "") + ":8444")),
    PORT_OF_CLEAR_TEXT(
            (s, r) -> s.host(host -> host.replaceFirst(":[0-9]+$", "") + (host.endsWith(":80") ? "" : ":80"))),

    PATH_OCTET_CHANGED((s, r) -> s.path(path -> octetChanged(path, "/", "/ab AZ09-._~!$&'()*+,=:@", r))),
    PATH_OCTET_ADDED((s, r) -> s.path(path -> inserted(path.isEmpty() ? "/" : path, "abAZ0-_~!+@:", r))),
    PATH_OCTET_REMOVED((s, r) -> s.path(path -> removed(path, "/", r))),
    PATH_LETTER_CASE_CHANGED((s, r) -> s.path(path -> letterCaseChanged(path, r))),
    SEGMENTS_SWAPPED((s, r) -> s.path(path -> swapped(path, "/", any -> "", r))),
    SEGMENT_ADDED((s, r) -> s.path(path -> "/s" + path)),
    SEGMENT_REMOVED((s, r) -> s.path(path -> path.length() < 2 ? path : path.replaceFirst("/[^/]*$", ""))),
    FINAL_SLASH_ADDED((s, r) -> s.path(path -> path.isEmpty() ? path : path + "/")),
    PATH_CONTINUED_IN_QUERY((s, r) -> s.path(path -> path + s.query()).query(query -> query.length() < 2 ? query : "")),

    QUERY_OCTET_CHANGED((s, r) -> s.query(query -> octetChanged(query, "&=", "abAZ09-._~", r))),
    QUERY_OCTET_ADDED((s, r) -> s.query(query -> inserted(query.isEmpty() ? "?" : query, "abAZ09-_~+=/;", r))),
    QUERY_OCTET_REMOVED((s, r) -> s.query(query -> removed(query, "&=", r))),
    QUERY_LETTER_CASE_CHANGED((s, r) -> s.query(query -> letterCaseChanged(query, r))),
    TOKEN_ADDED((s, r) -> s.query(query -> (query.isEmpty() ? "?" : query + "&") + "zz=1")),
    TOKEN_BEFORE_ALL((s, r) -> s.query(query -> query.isEmpty() ? "?a" : "?a&" + query.substring(1))),
    EMPTY_TOKEN_ADDED((s, r) -> s.query(query -> query.length() < 2 ? query : query + "&")),
    TOKEN_REMOVED((s, r) -> s.query(query -> query.length() < 2 ? query : "?" + withoutOne(query.substring(1), r))),
    TOKEN_REPEATED((s, r) -> s.query(query -> query.length() < 2 ? query : query + "&" + oneOf(query.substring(1), r))),
    VALUES_OF_ONE_NAME_SWAPPED((s, r) -> s.query(query -> swapped(query, "&", MeaningChange::name, r))),
    EQUALS_SIGN_MOVED((s, r) -> s.query(query -> query.replaceFirst("([A-Za-z])=", "=$1"))),
    EQUALS_SIGN_ADDED((s, r) -> s.query(query -> query.replaceFirst("(?<=[?&])([A-Za-z]+)(?=&|$)", "$1="))),
    EQUALS_SIGN_ENCODED((s, r) -> s.query(query -> query.replaceFirst("=", "%3D"))),
    AMPERSAND_ENCODED((s, r) -> s.query(query -> query.replaceFirst("&", "%26"))),
    AMPERSAND_TO_SEMICOLON((s, r) -> s.query(query -> query.replaceFirst("&", ";"))),
    QUERY_DROPPED((s, r) -> s.query(query -> query.length() < 2 ? query : "")),

    FIELD_EXTENDED((s, r) -> s.values("x-order", value -> value + "z")),
    FIELD_OCTET_CHANGED((s, r) -> s.values(
            "x-order", value -> octetChanged("?" + value, " \t", "?aZ0", r).substring(1))),
    FIELD_LETTER_CASE_CHANGED((s, r) ->
            s.values("x-order", value -> letterCaseChanged("?" + value, r).substring(1))),
    FIELD_SPACE_ADDED((s, r) -> s.values("x-order", value -> value.replaceFirst("(?<=[^ \t])(?=[^ \t])", " "))),
    FIELD_RENAMED((s, r) -> s.names(name -> name.equalsIgnoreCase("x-order") ? "X-Orders" : name)),
    FIELD_REPEATED((s, r) -> s.add("X-Order", s.values("x-order").get(0))),
    VALUES_OF_TWO_FIELDS_SWAPPED((s, r) -> s.names(MeaningChange::otherOfTwo)),
    LIST_MEMBER_ADDED((s, r) -> s.values("x-tags", value -> value + ", z")),
    LIST_LINE_ADDED((s, r) -> s.add("X-Tags", "z")),
    LIST_DROPPED((s, r) -> s.remove("x-tags")),
    MEDIA_TYPE_CHANGED((s, r) -> s.values("content-type", value -> value.replaceFirst("/", "/x"))),
    MEDIA_TYPE_PARAMETER_ADDED((s, r) -> s.values("content-type", value -> value + "; profile=x")),
    CODING_CHANGED((s, r) -> s.values("content-encoding", value -> value + "2"));

    @SuppressWarnings("ImmutableEnumChecker") // a lambda of ours, without state
    private final BiFunction<Sent, Random, Sent> change;

    MeaningChange(BiFunction<Sent, Random, Sent> change) {
        this.change = change;
    }

    Sent apply(Sent sent, Random random) {
        return change.apply(sent, random);
    }

    /** Another octet in the place of one that is not the first, and none of the kept. */
    private static String octetChanged(String text, String kept, String others, Random random) {
        List<String> units = Spelling.units(text);
        String other = String.valueOf(others.charAt(random.nextInt(others.length())));
        int at = anyIndex(
                units, unit -> !kept.contains(unit) && !Spelling.decoded(unit).equals(other), random);
        if (at > 0) {
            units.set(at, other);
        }
        return String.join("", units);
    }

    private static String letterCaseChanged(String text, Random random) {
        List<String> units = Spelling.units(text);
        int at = anyIndex(units, unit -> Spelling.decoded(unit).matches("[A-Za-z]"), random);
        if (at > 0) {
            units.set(at, Character.toString(Spelling.decoded(units.get(at)).charAt(0) ^ 0x20));
        }
        return String.join("", units);
    }

    private static String removed(String text, String kept, Random random) {
        List<String> units = Spelling.units(text);
        int at = anyIndex(units, unit -> !kept.contains(unit), random);
        if (at > 0) {
            units.remove(at);
        }
        return String.join("", units);
    }

    private static int anyIndex(List<String> units, Predicate<String> condition, Random random) {
        int[] fitting = IntStream.range(1, units.size())
                .filter(i -> condition.test(units.get(i)))
                .toArray();
        return fitting.length == 0 ? -1 : fitting[random.nextInt(fitting.length)];
    }

    private static String inserted(String text, String alphabet, Random random) {
        List<String> units = Spelling.units(text);
        String added = String.valueOf(alphabet.charAt(random.nextInt(alphabet.length())));
        units.add(1 + random.nextInt(units.size()), added);
        return String.join("", units);
    }

    /** Two parts that are alike in something change places, unless they mean the same. */
    private static String swapped(String text, String separator, UnaryOperator<String> likeness, Random random) {
        if (text.length() < 2) {
            return text;
        }
        String[] parts = text.substring(1).split(separator, -1);
        int one = random.nextInt(parts.length);
        int other = random.nextInt(parts.length);
        boolean areAlike = likeness.apply(parts[one]).equals(likeness.apply(parts[other]));
        if (areAlike && !Spelling.decoded(parts[one]).equals(Spelling.decoded(parts[other]))) {
            Collections.swap(Arrays.asList(parts), one, other);
        }
        return text.charAt(0) + String.join(separator, parts);
    }

    private static String name(String token) {
        return Spelling.decoded(token.split("=", 2)[0]);
    }

    private static String withoutOne(String query, Random random) {
        List<String> tokens = new ArrayList<>(List.of(query.split("&", -1)));
        tokens.remove(random.nextInt(tokens.size()));
        return String.join("&", tokens);
    }

    private static String oneOf(String query, Random random) {
        String[] tokens = query.split("&", -1);
        return tokens[random.nextInt(tokens.length)];
    }

    private static String otherOfTwo(String name) {
        return name.equalsIgnoreCase("x-order") ? "X-Tags" : name.equalsIgnoreCase("x-tags") ? "X-Order" : name;
    }
}
