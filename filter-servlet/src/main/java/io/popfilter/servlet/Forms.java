// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses forms whose body was read to be checked, so that the container cannot any more. */
final class Forms {

    private Forms() {}

    static boolean isForm(@Nullable String contentType) {
        return isOfType(contentType, "application/x-www-form-urlencoded");
    }

    static boolean isMultipart(@Nullable String contentType) {
        return isOfType(contentType, "multipart/form-data");
    }

    private static boolean isOfType(@Nullable String contentType, String expected) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(expected);
    }

    /** Adds the fields of a form. */
    static void parse(String form, Charset charset, int maxFields, Parameters parameters) throws Rejection {
        int fields = 0;
        int start = 0;
        while (start < form.length()) {
            int end = form.indexOf('&', start);
            String pair = form.substring(start, end < 0 ? form.length() : end);
            start = end < 0 ? form.length() : end + 1;
            if (!pair.isEmpty()) {
                if (++fields > maxFields) {
                    throw new Rejection(Reason.BODY_TOO_LARGE, Facts.expected("at most " + maxFields, "more fields"));
                }
                int equals = pair.indexOf('=');
                parameters.add(
                        decode(equals < 0 ? pair : pair.substring(0, equals), charset),
                        equals < 0 ? "" : decode(pair.substring(equals + 1), charset));
            }
        }
    }

    private static String decode(String text, Charset charset) throws Rejection {
        try {
            return URLDecoder.decode(text, charset);
        } catch (IllegalArgumentException e) {
            throw new Rejection(Reason.BODY_MALFORMED, Facts.about("percent-encoding in a form"));
        }
    }

    static Rejection tooLarge(int maxOctets) {
        return new Rejection(Reason.BODY_TOO_LARGE, Facts.expected("a form of at most " + maxOctets, "more"));
    }
}
