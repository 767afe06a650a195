// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;

/** The request method: compared octet by octet (RFC 9110 section 9.1), and of a form that no proxy changes. */
public final class Method {

    private Method() {}

    /** The method itself when it consists of upper-case letters, with single hyphens between them. */
    public static String canonical(String method) throws MalformedException {
        boolean isLetterDue = true;
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if (!Ascii.isUpperLetter(c) && (c != '-' || isLetterDue)) {
                throw new MalformedException("method that is not in upper-case letters");
            }
            isLetterDue = c == '-';
        }
        if (isLetterDue) {
            throw new MalformedException("method that is not in upper-case letters");
        }
        return method;
    }
}
