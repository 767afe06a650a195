// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

/**
 * What a source says for a key, before it is parsed.
 *
 * @param text the text without surrounding white space
 * @param origin where it was written
 */
record RawSetting(String text, Origin origin) {

    static RawSetting of(String text, Origin origin) {
        return new RawSetting(text.strip(), origin);
    }
}
