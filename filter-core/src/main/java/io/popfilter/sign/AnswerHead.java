// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a signer learns from: of a {@code java.net.http.HttpResponse} it is {@code new AnswerHead(response.statusCode(),
 * response.headers()::allValues)}.
 *
 * @param status the status code
 * @param lines finds all lines of a header field by its name, whose letter case does not matter; null or empty for none
 * @param error the error code in the body of a token endpoint's answer
 */
public record AnswerHead(int status, Function<String, @Nullable List<String>> lines, Optional<String> error) {

    private static final int UNAUTHORIZED = 401;

    /** Of a resource server, which says in its challenge what is wrong. */
    public AnswerHead(int status, Function<String, @Nullable List<String>> lines) {
        this(status, lines, Optional.empty());
    }

    /** The same from a token endpoint, which says in its body what is wrong (RFC 6749 section 5.2). */
    public AnswerHead withError(String code) {
        return new AnswerHead(status, lines, Optional.of(code));
    }

    /** Whether the request was refused with this error, in the challenge of this scheme or in the body. */
    boolean isRefusal(String scheme, String code) {
        return error.filter(code::equals).isPresent()
                || (status == UNAUTHORIZED
                        && parameter("WWW-Authenticate", scheme, "error")
                                .filter(code::equals)
                                .isPresent());
    }

    /** A parameter of the first challenge of this scheme that has it. */
    Optional<String> parameter(String field, String scheme, String name) {
        return Challenge.read(linesOf(field)).stream()
                .filter(challenge -> challenge.scheme().equalsIgnoreCase(scheme))
                .flatMap(challenge -> challenge.parameter(name).stream())
                .findFirst();
    }

    /** The value of a field that may be there once; nothing when it is not, or more than once. */
    Optional<String> single(String field) {
        List<String> all = linesOf(field);
        return all.size() == 1 ? Optional.of(all.get(0).strip()) : Optional.empty();
    }

    List<String> linesOf(String field) {
        List<String> all = lines.apply(field);
        return all == null ? List.of() : all;
    }
}
