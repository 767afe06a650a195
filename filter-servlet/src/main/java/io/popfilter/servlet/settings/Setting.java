// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

/**
 * The value of one key.
 *
 * @param value what it means
 * @param text what was written, with placeholders unreplaced
 * @param origin where it was written
 */
record Setting<T>(T value, String text, Origin origin) {

    static <T> Setting<T> notSet(T value, String defaultText) {
        return new Setting<>(value, defaultText, new Origin.NotSet());
    }
}
