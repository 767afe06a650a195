// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A path in percent-normal form that everybody reads in the same way.
 *
 * <p>What proxies and containers treat differently is refused, not repaired: dot segments, empty segments, encoded slashes,
 * backslashes and percent signs, path parameters, control characters, octets that are not UTF-8 (Jakarta Servlet 6.0
 * section 3.5.2). No letter case, trailing slash or Unicode form is folded.
 *
 * @param value for instance {@code /a/b%20c}
 */
public record CanonicalPath(String value) {

    /** The target of {@code OPTIONS *}: the server itself (RFC 9112 section 3.2.4). */
    static final CanonicalPath SERVER = new CanonicalPath("*");

    private static final CanonicalPath ROOT = new CanonicalPath("/");

    /** The canonical form of a raw path by the strict rules. */
    public static CanonicalPath of(String raw) throws MalformedException {
        return of(raw, CanonicalRules.strict());
    }

    /** The canonical form of a raw path. Malformed: the path is ambiguous; the defect says by what. */
    public static CanonicalPath of(String raw, CanonicalRules rules) throws MalformedException {
        if (raw.isEmpty()) {
            return ROOT;
        }
        if (raw.charAt(0) != '/') {
            throw TargetDefect.NO_SLASH.exception();
        }
        if (isCanonical(raw)) {
            return new CanonicalPath(raw); // which is usual
        }
        if (raw.indexOf('\\') >= 0) {
            throw TargetDefect.BACKSLASH.exception();
        }
        boolean hasParameters = raw.indexOf(';') >= 0;
        if (hasParameters && !rules.allow(Allowance.PATH_PARAMETERS)) {
            throw TargetDefect.PATH_PARAMETER.exception();
        }
        String normal = hasParameters ? segmentBySegment(raw) : PercentNormalForm.PATH.of(raw);
        refuseAmbiguousTriplets(normal, rules);
        refuseAmbiguousSegments(normal);
        return new CanonicalPath(normal);
    }

    /** The path without path parameters and with every triplet decoded: what a container matches its servlets against. */
    public String decoded() {
        String path = value.indexOf(';') < 0 ? value : value.replaceAll(";[^/]*", "");
        return path.indexOf('%') < 0
                ? path
                : StandardCharsets.UTF_8.decode(octets(path)).toString();
    }

    /** Whether nothing has to be looked at twice: legal characters, and no dot or slash behind a slash. */
    private static boolean isCanonical(String raw) {
        char previous = 'x';
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (!PercentNormalForm.PATH.isLegal(c) || (previous == '/' && (c == '/' || c == '.'))) {
                return false;
            }
            previous = c;
        }
        return true;
    }

    private static String segmentBySegment(String raw) throws MalformedException {
        StringBuilder normal = new StringBuilder(raw.length() + 16);
        int start = 1;
        while (start <= raw.length()) {
            int slash = raw.indexOf('/', start);
            String segment = raw.substring(start, slash < 0 ? raw.length() : slash);
            PercentNormalForm form = segment.indexOf(';') < 0 ? PercentNormalForm.PATH : PercentNormalForm.PARAMETERS;
            normal.append('/').append(form.of(segment));
            start += segment.length() + 1;
        }
        return normal.toString();
    }

    private static void refuseAmbiguousTriplets(String path, CanonicalRules rules) throws MalformedException {
        boolean isAscii = true;
        for (int i = path.indexOf('%'); i >= 0; i = path.indexOf('%', i + 3)) {
            int octet = Integer.parseInt(path, i + 1, i + 3, 16);
            if (octet < ' ' || octet == 0x7F) {
                throw TargetDefect.ENCODED_CONTROL.exception();
            }
            if (octet == '/') {
                throw TargetDefect.ENCODED_SLASH.exception();
            }
            if (octet == '\\') {
                throw TargetDefect.ENCODED_BACKSLASH.exception();
            }
            if (octet == '%' && !rules.allow(Allowance.ENCODED_PERCENT)) {
                throw TargetDefect.ENCODED_PERCENT.exception();
            }
            isAscii &= octet < 128;
        }
        if (!isAscii) {
            refuseInvalidUtf8(path);
        }
    }

    private static void refuseInvalidUtf8(String path) throws MalformedException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(octets(path));
        } catch (CharacterCodingException e) {
            throw TargetDefect.NOT_UTF8.exception();
        }
    }

    private static ByteBuffer octets(String path) {
        ByteBuffer octets = ByteBuffer.allocate(path.length());
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '%') {
                octets.put((byte) Integer.parseInt(path, i + 1, i + 3, 16));
                i += 2;
            } else {
                octets.put((byte) c);
            }
        }
        return octets.flip();
    }

    private static void refuseAmbiguousSegments(String path) throws MalformedException {
        int start = 1;
        while (start <= path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            int nameEnd = start;
            while (nameEnd < end && path.charAt(nameEnd) != ';') {
                nameEnd++;
            }
            if (nameEnd == start && nameEnd < end) {
                throw TargetDefect.EMPTY_SEGMENT_WITH_PARAMETER.exception();
            }
            if (end == start && slash >= 0) {
                throw TargetDefect.EMPTY_SEGMENT.exception();
            }
            if (isDots(path, start, nameEnd)) {
                throw TargetDefect.DOT_SEGMENT.exception(); // Tomcat takes "..;x" for ".."
            }
            start = end + 1;
        }
    }

    private static boolean isDots(String path, int start, int end) {
        return switch (end - start) {
            case 1 -> path.charAt(start) == '.';
            case 2 -> path.charAt(start) == '.' && path.charAt(start + 1) == '.';
            default -> false;
        };
    }

    /**
     * Whether somebody on the way could read another path out of it than is written here: it has a path parameter, or an
     * encoded semicolon or percent sign. Nothing is excepted for such a path.
     */
    boolean isOpenToReading() {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == ';' || (c == '%' && (value.startsWith("3B", i + 1) || value.startsWith("25", i + 1)))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return value;
    }
}
