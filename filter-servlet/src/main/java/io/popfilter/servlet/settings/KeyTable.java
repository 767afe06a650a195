// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The keys of one topic, in the order in which they are declared, which is that of the documentation. */
final class KeyTable {

    private final List<SettingKey<?>> keys = new ArrayList<>();

    KeyTable() {}

    List<SettingKey<?>> keys() {
        return List.copyOf(keys);
    }

    <T> SettingKey<T> required(String name, Parser<T> parser, String meaning) {
        return add(new SettingKey<>(name, meaning, parser, false, Optional.empty()));
    }

    <T> SettingKey<T> withDefault(String name, String text, Parser<T> parser, String meaning) {
        try {
            T value = parser.parse(text);
            return add(new SettingKey<>(name, meaning, parser, false, Optional.of(Setting.notSet(value, text))));
        } catch (BadValueException e) {
            throw new IllegalStateException("default of " + name, e);
        }
    }

    <T> SettingKey<Optional<T>> optional(String name, Parser<T> parser, String meaning) {
        return withoutDefault(name, parser, false, meaning);
    }

    /** An optional setting whose text is kept out of messages and summaries. */
    <T> SettingKey<Optional<T>> secret(String name, Parser<T> parser, String meaning) {
        return withoutDefault(name, parser, true, meaning);
    }

    private <T> SettingKey<Optional<T>> withoutDefault(String name, Parser<T> parser, boolean secret, String meaning) {
        Parser<Optional<T>> present = text -> Optional.of(parser.parse(text));
        return add(new SettingKey<>(name, meaning, present, secret, Optional.of(Setting.notSet(Optional.empty(), ""))));
    }

    private <T> SettingKey<T> add(SettingKey<T> key) {
        keys.add(key);
        return key;
    }
}
