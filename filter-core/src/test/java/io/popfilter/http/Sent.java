// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A request as text, before it is in canonical form: what can be changed of it on the way, but for framing and body.
 *
 * @param query with its question mark; empty when there is none
 */
record Sent(String method, String host, String path, String query, List<Field> fields) {

    /** The fields that its sender covers; of them {@code x-tags} is a list. */
    static final List<String> COVERED = List.of("content-type", "content-encoding", "x-order", "x-tags");

    /** A line of a header. */
    record Field(String name, String value) {

        boolean is(String lowerCaseName) {
            return name.toLowerCase(Locale.ROOT).equals(lowerCaseName);
        }
    }

    /**
     * All that is compared or hashed for it.
     *
     * @param query its tokens in the order of their names, since a signer may list names in any order
     */
    record Canonical(String method, String authority, String path, String query, String fields) {}

    /** What signer and verifier make of it; nothing when it is refused. */
    Optional<Canonical> canonical(CanonicalRules rules) {
        FakeRequest request = received();
        FieldLines lines = new FieldLines(rules);
        try {
            RequestTarget target = RequestTarget.read(request, "", rules);
            for (String name : COVERED) {
                if (request.fieldLines(name).isEmpty()) {
                    return Optional.empty();
                }
                lines.add(name, request.fieldLines(name));
            }
            List<String> names = target.query().names().stream().sorted().toList();
            return Optional.of(new Canonical(
                    target.method(),
                    Authority.of(host, UriScheme.HTTPS, rules).value(),
                    target.path().value(),
                    target.query().text(names).orElseThrow(),
                    lines.text()));
        } catch (Rejection | MalformedException e) {
            return Optional.empty();
        }
    }

    /** As a container hands it over. */
    FakeRequest received() {
        FakeRequest request =
                FakeRequest.get().method(method).host(host).path(path).query(rawQuery());
        fields.forEach(field -> request.field(field.name().toLowerCase(Locale.ROOT), field.value()));
        return request;
    }

    /** The query without its question mark; null when there is none. */
    @Nullable
    String rawQuery() {
        return query.isEmpty() ? null : query.substring(1);
    }

    Sent method(UnaryOperator<String> change) {
        return new Sent(change.apply(method), host, path, query, fields);
    }

    Sent host(UnaryOperator<String> change) {
        return new Sent(method, change.apply(host), path, query, fields);
    }

    Sent path(UnaryOperator<String> change) {
        return new Sent(method, host, change.apply(path), query, fields);
    }

    Sent query(UnaryOperator<String> change) {
        return new Sent(method, host, path, change.apply(query), fields);
    }

    Sent names(UnaryOperator<String> change) {
        return fields(field -> new Field(change.apply(field.name()), field.value()));
    }

    Sent allValues(UnaryOperator<String> change) {
        return fields(field -> new Field(field.name(), change.apply(field.value())));
    }

    Sent values(String name, UnaryOperator<String> change) {
        return fields(field -> field.is(name) ? new Field(field.name(), change.apply(field.value())) : field);
    }

    private Sent fields(UnaryOperator<Field> change) {
        return with(fields.stream().map(change).toList());
    }

    private Sent with(List<Field> others) {
        return new Sent(method, host, path, query, List.copyOf(others));
    }

    Sent add(String name, String value) {
        List<Field> more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return with(more);
    }

    Sent remove(String name) {
        return with(fields.stream().filter(field -> !field.is(name)).toList());
    }

    Sent removeNamesWith(String text) {
        return with(
                fields.stream().filter(field -> !field.name().contains(text)).toList());
    }

    /** Several lines become one, where the first was. */
    Sent join(String name, BinaryOperator<String> join) {
        List<Field> joined = new ArrayList<>();
        int at = -1;
        for (Field field : fields) {
            if (!field.is(name)) {
                joined.add(field);
            } else if (at < 0) {
                at = joined.size();
                joined.add(field);
            } else {
                Field first = joined.get(at);
                joined.set(at, new Field(first.name(), join.apply(first.value(), field.value())));
            }
        }
        return with(joined);
    }

    /** One line becomes two. */
    Sent split(String name, String separator) {
        List<Field> split = new ArrayList<>();
        for (Field field : fields) {
            int at = field.is(name) ? field.value().indexOf(separator) : -1;
            if (at < 0) {
                split.add(field);
            } else {
                split.add(new Field(field.name(), field.value().substring(0, at)));
                split.add(new Field(field.name(), field.value().substring(at + separator.length())));
            }
        }
        return with(split);
    }

    /** The values of all lines of a field. */
    List<String> values(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
    }
}
