// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import java.util.List;

/** A JSON value (RFC 8259 section 3). */
public sealed interface JsonValue
        permits JsonObject, JsonValue.Text, JsonValue.Numeral, JsonValue.Array, JsonValue.Literal {

    /** A string. */
    record Text(String value) implements JsonValue {}

    /** A number as it was written, for instance {@code -1.5e3}. */
    record Numeral(String text) implements JsonValue {}

    /** An array. */
    record Array(List<JsonValue> elements) implements JsonValue {
        /** Copies the list. */
        public Array {
            elements = List.copyOf(elements);
        }
    }

    /** The three literal names. */
    enum Literal implements JsonValue {
        /** {@code true}. */
        TRUE,
        /** {@code false}. */
        FALSE,
        /** {@code null}. */
        NULL
    }
}
