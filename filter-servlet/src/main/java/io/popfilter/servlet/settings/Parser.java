// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.DUPLICATE;
import static io.popfilter.servlet.settings.Problem.Kind.EMPTY;
import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the text of a setting, stripped of surrounding white space, into its value. */
@FunctionalInterface
interface Parser<T> {

    /** Separates the elements of every list: white space, commas, or both. */
    Pattern LIST_SEPARATOR = Pattern.compile("[\\s,]+");

    T parse(String text) throws BadValueException;

    /** A list without duplicates, possibly empty. */
    static <T> Parser<List<T>> listOf(Parser<T> element) {
        return text -> {
            List<T> elements = new ArrayList<>();
            for (String part : LIST_SEPARATOR.split(text, -1)) {
                if (part.isEmpty()) {
                    continue;
                }
                T value = element.parse(part);
                if (elements.contains(value)) {
                    throw BadValueException.about(part, DUPLICATE, "is listed twice", "list it once");
                }
                elements.add(value);
            }
            return List.copyOf(elements);
        };
    }

    /** A list that says something: nobody switches a guard off by leaving its list empty. */
    static <T> Parser<List<T>> nonEmptyListOf(Parser<T> element) {
        Parser<List<T>> list = listOf(element);
        return text -> {
            List<T> elements = list.parse(text);
            if (elements.isEmpty()) {
                throw BadValueException.unquoted(EMPTY, "lists nothing", "name at least one, or remove the key");
            }
            return elements;
        };
    }

    /** One of the values, by exact name. */
    static <T> Parser<T> oneOf(List<T> values, Function<T, String> name) {
        String names = values.stream().map(name).collect(Collectors.joining(", "));
        return text -> {
            for (T value : values) {
                if (name.apply(value).equals(text)) {
                    return value;
                }
            }
            throw BadValueException.about(text, MALFORMED, "is not known here", "choose from " + names);
        };
    }
}
