// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines that the head of a vector may hold; README.md beside the vectors says what they mean. */
enum Setting {
    EXPECT("expect", null),
    COMMENT("comment", null),
    NOW("now", null),
    KEYS("keys", "decryption-keys.json verification-keys.json"),
    ISSUER("issuer", "https://as.example.com"),
    RESOURCE("resource", "https://api.example.com"),
    PROFILE("profile", "any-jwt"),
    CONNECTION("connection", "https"),
    CONTEXT_PATH("context-path", ""),
    EXTERNAL_ADDRESSES("external-addresses", ""),
    ALGORITHMS("algorithms", ""),
    COVERAGE_RELAXED("coverage-relaxed", ""),
    REQUIRED_FIELDS("required-fields", ""),
    SENSITIVE_FIELDS("sensitive-fields", ""),
    ALLOW("allow", ""),
    LIST_FIELDS("list-fields", ""),
    MAX_BODY_OCTETS("max-body-octets", "1048576"),
    REPLAY("replay", "empty"),
    TIMES("times", "1");

    private final String text;
    private final Optional<String> defaultValue;

    Setting(String text, @Nullable String defaultValue) {
        this.text = text;
        this.defaultValue = Optional.ofNullable(defaultValue);
    }

    static Optional<Setting> of(String text) {
        for (Setting setting : values()) {
            if (setting.text.equals(text)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /** What holds when the line is absent; nothing for a line that every vector has. */
    Optional<String> defaultValue() {
        return defaultValue;
    }

    /** The name in the file. */
    @Override
    public String toString() {
        return text;
    }
}
