// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.MalformedException;
import java.util.Set;

/** The request method: compared octet by octet (RFC 9110 section 9.1), and of a form that no proxy changes. */
public final class Method {

    /** RFC 9110 section 9.3: without a meaning for a body, and dropped or refused with one by several proxies. */
    private static final Set<String> WITHOUT_BODY = Set.of("GET", "HEAD", "DELETE", "OPTIONS", "TRACE");

    private static final String DEFECT = "method that is not in upper-case letters";
    private static final String REMEDY = "write it in upper-case letters, such as GET, with single hyphens between";

    private Method() {}

    /** The method itself when it consists of upper-case letters, with single hyphens between them. */
    public static String canonical(String method) throws MalformedException {
        boolean isLetterDue = true;
        for (int i = 0; i < method.length(); i++) {
            char c = method.charAt(i);
            if (!Ascii.isUpperLetter(c) && (c != '-' || isLetterDue)) {
                throw new MalformedException(DEFECT, REMEDY);
            }
            isLetterDue = c == '-';
        }
        if (isLetterDue) {
            throw new MalformedException(DEFECT, REMEDY);
        }
        return method;
    }

    /** Whether a body with this method is refused, unless {@link Allowance#BODY_WITH_ANY_METHOD} is allowed. */
    public static boolean isWithoutBody(String method) {
        return WITHOUT_BODY.contains(method);
    }
}
