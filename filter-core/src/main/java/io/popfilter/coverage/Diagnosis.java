// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.CanonicalPath;
import io.popfilter.http.CanonicalQuery;
import io.popfilter.jose.Digests;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.LikelyCause;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Recognises, by what a signed value and the received one differ in, who is likely to have changed it.
 *
 * <p>Called after a comparison has failed, with the values of a client whose proof holds; nothing is decided here.
 */
final class Diagnosis {

    private static final String HASH_OF_NOTHING = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU";

    private Diagnosis() {}

    static Optional<LikelyCause> ofMethod(String signed, String received) {
        if (signed.equals("HEAD") && received.equals("GET")) {
            return Optional.of(LikelyCause.HEAD_SENT_AS_GET);
        }
        return signed.equalsIgnoreCase(received) ? Optional.of(LikelyCause.METHOD_CASE_CHANGED) : Optional.empty();
    }

    static Optional<LikelyCause> ofAuthority(String signed, String received, boolean isConfigured) {
        if (withoutPort(signed).equalsIgnoreCase(withoutPort(received))) {
            return Optional.of(LikelyCause.PORT_CHANGED);
        }
        if (withoutPort(signed).endsWith(".")) {
            return Optional.of(LikelyCause.FINAL_DOT_SIGNED);
        }
        return Optional.of(isConfigured ? LikelyCause.NOT_A_PUBLIC_BASE_URI : LikelyCause.HOST_REPLACED);
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    static Optional<LikelyCause> ofPath(String signed, String received) {
        if (received.equals(signed.replaceAll("/{2,}", "/"))) {
            return Optional.of(LikelyCause.SLASHES_MERGED);
        }
        if (received.equals(signed.replace("%2F", "/").replace("%2f", "/"))) {
            return Optional.of(LikelyCause.ENCODED_SLASH_DECODED);
        }
        if (signed.contains("%25") && received.equals(normal(signed.replace("%25", "%")))) {
            return Optional.of(LikelyCause.PERCENT_SIGN_DECODED);
        }
        if (received.equals(signed.replace("%3B", ";").replace("%3b", ";"))) {
            return Optional.of(LikelyCause.ENCODED_SEMICOLON_DECODED);
        }
        if (received.equals(withoutDotSegments(signed))) {
            return Optional.of(LikelyCause.DOT_SEGMENTS_REMOVED);
        }
        if (received.equals(signed + "/") || signed.equals(received + "/")) {
            return Optional.of(LikelyCause.FINAL_SLASH_CHANGED);
        }
        if (received.equalsIgnoreCase(signed)) {
            return Optional.of(LikelyCause.PATH_CASE_CHANGED);
        }
        if (!signed.startsWith("/")) {
            return Optional.empty();
        }
        if (signed.endsWith(received)) {
            return Optional.of(LikelyCause.PREFIX_STRIPPED);
        }
        return received.endsWith(signed) ? Optional.of(LikelyCause.PREFIX_ADDED) : Optional.empty();
    }

    private static String normal(String path) {
        try {
            return CanonicalPath.of(path).value();
        } catch (MalformedException e) {
            return path;
        }
    }

    /** RFC 3986 section 5.2.4, encoded dots included. */
    private static String withoutDotSegments(String path) {
        String[] segments = path.replace("%2E", ".")
                .replace("%2e", ".")
                .substring(Math.min(1, path.length()))
                .split("/", -1);
        Deque<String> kept = new ArrayDeque<>();
        boolean endsInDots = false;
        for (String segment : segments) {
            endsInDots = segment.equals(".") || segment.equals("..");
            if (!endsInDots) {
                kept.addLast(segment);
            } else if (segment.equals("..")) {
                kept.pollLast();
            }
        }
        return "/" + String.join("/", kept) + (endsInDots && !kept.isEmpty() ? "/" : "");
    }

    static Optional<LikelyCause> ofQuery(
            List<String> signedNames, String signedHash, CanonicalQuery received, Digests digests) {
        if (hasSpacesRewritten(signedNames, signedHash, received, digests)) {
            return Optional.of(LikelyCause.QUERY_SPACES_REWRITTEN);
        }
        List<String> names = received.names();
        if (!names.contains("") && names.equals(without("", signedNames)) && names.size() < signedNames.size()) {
            return Optional.of(LikelyCause.EMPTY_QUERY_TOKENS_DROPPED);
        }
        List<String> sorted = new ArrayList<>(List.of(received.text().split("&", -1)));
        Collections.sort(sorted);
        boolean isSorted = sorted.size() > 1 && String.join("&", sorted).equals(received.text());
        return isSorted && sameNames(names, signedNames) ? Optional.of(LikelyCause.QUERY_SORTED) : Optional.empty();
    }

    private static boolean hasSpacesRewritten(
            List<String> signedNames, String signedHash, CanonicalQuery received, Digests digests) {
        String text = received.text();
        if (text.indexOf('+') < 0 && !text.contains("%20")) {
            return false;
        }
        for (String[] rewrite : new String[][] {{"+", "%20"}, {"%20", "+"}, {"+", "%2B"}}) {
            String before = text.replace(rewrite[0], rewrite[1]);
            List<String> names = received.names().stream()
                    .map(name -> name.replace(rewrite[0], rewrite[1]))
                    .toList();
            if (names.equals(signedNames) && Digests.isEqual(signedHash, digests.sha256(before))) {
                return true;
            }
        }
        return false;
    }

    private static List<String> without(String name, List<String> names) {
        return names.stream().filter(one -> !one.equals(name)).toList();
    }

    private static boolean sameNames(List<String> one, List<String> other) {
        return one.stream().sorted().toList().equals(other.stream().sorted().toList());
    }

    static Optional<LikelyCause> ofBody(String signedHash, String receivedHash) {
        return receivedHash.equals(HASH_OF_NOTHING) && !signedHash.equals(HASH_OF_NOTHING)
                ? Optional.of(LikelyCause.BODY_DROPPED)
                : Optional.empty();
    }
}
