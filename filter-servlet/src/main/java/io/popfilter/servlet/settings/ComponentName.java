// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The components of a request that a proof can be required to cover. */
public enum ComponentName {
    /** The request method. */
    METHOD("method"),
    /** Host and port. */
    AUTHORITY("authority"),
    /** The path of the target. */
    PATH("path"),
    /** The query of the target, every part of it. */
    QUERY("query"),
    /** The bytes of the body. */
    BODY("body"),
    /** The {@code Content-Type} field, when there is a body. */
    CONTENT_TYPE("content-type");

    private final String text;

    ComponentName(String text) {
        this.text = text;
    }

    /** The name as it is configured. */
    public String text() {
        return text;
    }

    static Set<ComponentName> parseSet(String text) throws BadValueException {
        List<ComponentName> names = Parser.nonEmptyListOf(Parser.oneOf(List.of(values()), ComponentName::text))
                .parse(text);
        return Collections.unmodifiableSet(EnumSet.copyOf(names));
    }
}
