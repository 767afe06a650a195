// SPDX-License-Identifier: Apache-2.0
package io.popfilter.answer;

import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.JsonWriter;
import io.popfilter.parse.MalformedException;
import io.popfilter.parse.NumericDate;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The payload of an answer's signature.
 *
 * @param requestHash {@code rq}, what the answer is to
 * @param status {@code s}
 * @param signedAt {@code ts}, in whole seconds
 * @param fieldNames the first half of {@code h}: the covered fields in the order hashed, those that are not there too
 * @param fieldsHash the second half of {@code h}
 * @param bodyHash {@code b}; nothing, and {@code "nb":true}, when the body is not covered
 */
public record AnswerClaims(
        String requestHash,
        int status,
        Instant signedAt,
        List<String> fieldNames,
        String fieldsHash,
        Optional<String> bodyHash) {

    private static final int MAX_FIELDS = 32;
    private static final int STATUS_DIGITS = 3;

    /** Copies the list. */
    public AnswerClaims {
        fieldNames = List.copyOf(fieldNames);
    }

    /** Reads them; members of other names are left aside. */
    public static AnswerClaims read(JsonObject claims) throws MalformedException {
        return new AnswerClaims(
                requiredText(claims, "rq"),
                status(required(claims, "s")),
                NumericDate.whole("ts", required(claims, "ts")),
                names(half(claims, 0)),
                hash(half(claims, 1)),
                bodyHash(claims));
    }

    /** As a JSON object. */
    public String toJson() {
        JsonWriter json = new JsonWriter();
        json.text("rq", requestHash);
        json.number("s", status);
        json.number("ts", signedAt.getEpochSecond());
        json.namesAndHash("h", fieldNames, fieldsHash);
        if (bodyHash.isPresent()) {
            json.text("b", bodyHash.get());
        } else {
            json.raw("nb", "true");
        }
        return json.toString();
    }

    private static int status(JsonValue value) throws MalformedException {
        if (value instanceof JsonValue.Numeral number
                && number.text().length() == STATUS_DIGITS
                && number.text().matches("[1-9][0-9]*")) {
            return Integer.parseInt(number.text());
        }
        throw new MalformedException("s is not a status code");
    }

    private static List<String> names(JsonValue value) throws MalformedException {
        List<String> names = JsonObject.texts("h", value);
        if (names.size() > MAX_FIELDS || new HashSet<>(names).size() < names.size()) {
            throw new MalformedException("h has a name twice, or too many");
        }
        for (String name : names) {
            if (!AnswerFields.isCoverable(name)) {
                throw new MalformedException("h has a name that cannot be covered");
            }
        }
        return names;
    }

    private static String hash(JsonValue value) throws MalformedException {
        if (value instanceof JsonValue.Text hash) {
            return hash.value();
        }
        throw new MalformedException("h has no hash");
    }

    private static JsonValue half(JsonObject claims, int index) throws MalformedException {
        if (required(claims, "h") instanceof JsonValue.Array pair
                && pair.elements().size() == 2) {
            return pair.elements().get(index);
        }
        throw new MalformedException("h is not an array of names and hash");
    }

    /** One of {@code b} and {@code nb} has to be there, and not both: nothing is left to be guessed. */
    private static Optional<String> bodyHash(JsonObject claims) throws MalformedException {
        @Nullable String hash = claims.text("b");
        @Nullable JsonValue notCovered = claims.get("nb");
        if ((hash == null) == (notCovered == null) || (notCovered != null && notCovered != JsonValue.Literal.TRUE)) {
            throw new MalformedException("neither b nor nb that is true, or both");
        }
        return Optional.ofNullable(hash);
    }

    private static String requiredText(JsonObject claims, String name) throws MalformedException {
        String text = claims.text(name);
        if (text == null) {
            throw new MalformedException(name + " is missing");
        }
        return text;
    }

    private static JsonValue required(JsonObject claims, String name) throws MalformedException {
        JsonValue value = claims.get(name);
        if (value == null) {
            throw new MalformedException(name + " is missing");
        }
        return value;
    }
}
