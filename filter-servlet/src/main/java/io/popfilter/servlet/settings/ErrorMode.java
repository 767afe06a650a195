// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.List;

/** How a refusal is answered. */
public enum ErrorMode {
    /** By the filter itself, as {@code application/problem+json} (RFC 9457). */
    PROBLEM("problem"),
    /** By the container's error pages, through {@code HttpServletResponse.sendError}. */
    SEND_ERROR("sendError");

    private final String text;

    ErrorMode(String text) {
        this.text = text;
    }

    static ErrorMode parse(String text) throws BadValueException {
        return Parser.oneOf(List.of(values()), (ErrorMode mode) -> mode.text).parse(text);
    }
}
