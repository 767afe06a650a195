// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Claims as plain Java values, for applications. */
final class Claims {

    private static final int MAX_LONG_DIGITS = 18;
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final int MAX_SCALE = 400; // beyond that of a double, toBigInteger() would become an attack

    private Claims() {}

    static Map<String, Object> without(JsonObject claims, String hidden) {
        return map(claims, hidden);
    }

    private static Map<String, Object> map(JsonObject object, @Nullable String hidden) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (String name : object.names()) {
            Object value = name.equals(hidden) ? null : value(object.get(name));
            if (value != null) {
                map.put(name, value);
            }
        }
        return Collections.unmodifiableMap(map);
    }

    private static List<Object> list(JsonValue.Array array) {
        List<Object> list = new ArrayList<>();
        for (JsonValue element : array.elements()) {
            Object value = value(element);
            if (value != null) {
                list.add(value);
            }
        }
        return Collections.unmodifiableList(list);
    }

    private static @Nullable Object value(@Nullable JsonValue value) {
        if (value instanceof JsonValue.Text text) {
            return text.value();
        }
        if (value instanceof JsonValue.Numeral number) {
            return number(number.text());
        }
        if (value instanceof JsonValue.Array array) {
            return list(array);
        }
        if (value instanceof JsonObject object) {
            return map(object, null);
        }
        return value == JsonValue.Literal.TRUE ? Boolean.TRUE : value == JsonValue.Literal.FALSE ? Boolean.FALSE : null;
    }

    /** Whole numbers as Long; others as BigDecimal; a text that would cost too much to convert stays a text. */
    private static Object number(String text) {
        if (text.length() <= MAX_LONG_DIGITS && isWhole(text)) {
            return Long.valueOf(text);
        }
        if (text.length() > MAX_NUMBER_LENGTH) {
            return text;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return Math.abs((long) number.scale()) > MAX_SCALE ? text : number;
        } catch (NumberFormatException e) {
            return text; // an exponent beyond 32 bits
        }
    }

    private static boolean isWhole(String text) {
        for (int i = text.charAt(0) == '-' ? 1 : 0; i < text.length(); i++) {
            if (!Ascii.isDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
