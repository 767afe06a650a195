// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object with unique member names, in the order of the text.
 *
 * <p>Small objects are searched from the front, which is what JOSE headers and claims are; larger ones get an index.
 */
public final class JsonObject implements JsonValue {

    private static final int INDEX_FROM = 16;

    private final List<String> names = new ArrayList<>(INDEX_FROM);
    private final List<JsonValue> values = new ArrayList<>(INDEX_FROM);
    private @Nullable Map<String, Integer> index;

    JsonObject() {}

    /** Adds a member; false when there is one of this name. */
    boolean add(String name, JsonValue value) {
        if (position(name) >= 0) {
            return false;
        }
        names.add(name);
        values.add(value);
        if (index != null) {
            index.put(name, names.size() - 1);
        } else if (names.size() == INDEX_FROM) {
            index = new HashMap<>();
            for (int i = 0; i < INDEX_FROM; i++) {
                index.put(names.get(i), i);
            }
        }
        return true;
    }

    /** The member names, in the order of the text. */
    public List<String> names() {
        return Collections.unmodifiableList(names);
    }

    /** Whether there is a member of this name. */
    public boolean has(String name) {
        return position(name) >= 0;
    }

    /** The member of this name, or null. */
    public @Nullable JsonValue get(String name) {
        int at = position(name);
        return at < 0 ? null : values.get(at);
    }

    /** The string of this name; null when there is none, an error when it is something else. */
    public @Nullable String text(String name) throws MalformedException {
        JsonValue value = get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Text text) {
            return text.value();
        }
        throw new MalformedException(name + " is not a string");
    }

    /** The object of this name; null when there is none, an error when it is something else. */
    public @Nullable JsonObject object(String name) throws MalformedException {
        JsonValue value = get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonObject object) {
            return object;
        }
        throw new MalformedException(name + " is not an object");
    }

    /** The strings of the array of this name; null when there is none, an error when it is something else. */
    public @Nullable List<String> texts(String name) throws MalformedException {
        JsonValue value = get(name);
        if (value == null) {
            return null;
        }
        return texts(name, value);
    }

    /** The strings of an array. */
    public static List<String> texts(String name, JsonValue value) throws MalformedException {
        if (!(value instanceof Array array)) {
            throw new MalformedException(name + " is not an array");
        }
        List<String> texts = new ArrayList<>(array.elements().size());
        for (JsonValue element : array.elements()) {
            if (!(element instanceof Text text)) {
                throw new MalformedException(name + " is not an array of strings");
            }
            texts.add(text.value());
        }
        return texts;
    }

    private int position(String name) {
        if (index != null) {
            return index.getOrDefault(name, -1);
        }
        for (int i = 0; i < names.size(); i++) {
            if (name.equals(names.get(i))) { // List.indexOf would have to look up equals for each
                return i;
            }
        }
        return -1;
    }
}
