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

    /** The canonical form of a raw path. Malformed: the path is ambiguous; the defect says by what. */
    public static CanonicalPath of(String raw) throws MalformedException {
        if (raw.isEmpty()) {
            return new CanonicalPath("/");
        }
        if (raw.charAt(0) != '/') {
            throw new MalformedException("path that does not start with a slash");
        }
        String normal = PercentNormalForm.PATH.of(raw);
        refuseAmbiguousCharacters(normal);
        refuseAmbiguousSegments(normal);
        return new CanonicalPath(normal);
    }

    /** The path with every triplet decoded: what a container matches its servlets against. */
    public String decoded() {
        if (value.indexOf('%') < 0) {
            return value;
        }
        return StandardCharsets.UTF_8.decode(octets(value)).toString();
    }

    private static void refuseAmbiguousCharacters(String path) throws MalformedException {
        boolean isAscii = true;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == ';') {
                throw new MalformedException("path parameter (;)");
            }
            if (c == '%') {
                int octet = Integer.parseInt(path, i + 1, i + 3, 16);
                if (octet < ' ' || octet == 0x7F || octet == '/' || octet == '\\' || octet == '%') {
                    throw new MalformedException("encoded character " + path.substring(i, i + 3));
                }
                isAscii &= octet < 128;
                i += 2;
            }
        }
        if (!isAscii) {
            refuseInvalidUtf8(path);
        }
    }

    private static void refuseInvalidUtf8(String path) throws MalformedException {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(octets(path));
        } catch (CharacterCodingException e) {
            throw new MalformedException("octets that are not UTF-8");
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
            if (end == start && slash >= 0) {
                throw new MalformedException("empty segment (//)");
            }
            if (isDots(path, start, end)) {
                throw new MalformedException("dot segment");
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

    @Override
    public String toString() {
        return value;
    }
}
