// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.fetch.FetchUri;

/** Where public keys come from. */
public sealed interface KeySource {

    /** Reads a web address or else a location; nothing is opened yet. */
    static KeySource parse(String text) throws BadValueException {
        return UriText.isWebAddress(text) ? new AtUrl(UriText.fetched(text)) : new InFile(Location.parse(text));
    }

    /** A JWK Set or JWK in a file. */
    record InFile(Location location) implements KeySource {}

    /** A JWK Set on the web. */
    record AtUrl(FetchUri address) implements KeySource {}
}
