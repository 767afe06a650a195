// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.MalformedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query in percent-normal form, as the sequence of its raw tokens: whatever stands between two {@code &}.
 *
 * <p>Every token is accounted for: an empty one, one without {@code =} (hashed as it stands), a repeated name. The name of a
 * token ends at its first {@code =}. No query and an empty query are the same. Nothing is sorted, merged or decoded to
 * parameters.
 */
public final class CanonicalQuery {

    private final String text;
    private final List<String> names = new ArrayList<>();
    private final List<String> tokens = new ArrayList<>();

    private CanonicalQuery(String text) {
        this.text = text;
    }

    /** The canonical form of a raw query. Malformed: broken percent-encoding, or characters that cannot be sent. */
    public static CanonicalQuery of(@Nullable String raw) throws MalformedException {
        if (raw == null || raw.isEmpty()) {
            return new CanonicalQuery("");
        }
        String normal = PercentNormalForm.QUERY.of(raw);
        CanonicalQuery query = new CanonicalQuery(normal);
        int start = 0;
        while (start <= normal.length()) {
            int end = normal.indexOf('&', start);
            String token = normal.substring(start, end < 0 ? normal.length() : end);
            int equals = token.indexOf('=');
            query.names.add(equals < 0 ? token : token.substring(0, equals));
            query.tokens.add(token);
            start = end < 0 ? normal.length() + 1 : end + 1;
        }
        return query;
    }

    /** The names of all tokens in wire order, a repeated name as often as it occurs. */
    public List<String> names() {
        return List.copyOf(names);
    }

    /** All tokens in wire order, joined with {@code &}. */
    public String text() {
        return text;
    }

    /**
     * The tokens of these names in this order, joined with {@code &}; tokens of one name in wire order.
     *
     * @return nothing when a name is listed more often than it was received
     */
    public Optional<String> text(List<String> listed) {
        if (listed.equals(names)) {
            return Optional.of(text);
        }
        Map<String, Deque<String>> byName = new HashMap<>(); // lists of thousands of names must not cost their square
        for (int i = 0; i < tokens.size(); i++) {
            byName.computeIfAbsent(names.get(i), any -> new ArrayDeque<>()).add(tokens.get(i));
        }
        List<String> chosen = new ArrayList<>(listed.size());
        for (String name : listed) {
            Deque<String> untaken = byName.get(name);
            if (untaken == null || untaken.isEmpty()) {
                return Optional.empty();
            }
            chosen.add(untaken.remove());
        }
        return Optional.of(String.join("&", chosen));
    }

    /** All tokens of these names in wire order, joined with {@code &}. */
    public String textOf(Set<String> chosen) {
        List<String> visible = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (chosen.contains(names.get(i))) {
                visible.add(tokens.get(i));
            }
        }
        return String.join("&", visible);
    }

    /** How many tokens there are. */
    public int size() {
        return tokens.size();
    }

    @Override
    public String toString() {
        return "names " + names;
    }
}
