// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import io.popfilter.examples.quickstart.as.TokenRefusal.Code;
import jakarta.servlet.http.HttpServletRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The parameters of a token request, which come in a form body only (RFC 6749 section 3.2). */
record Parameters(Map<String, String[]> values) {

    static Parameters read(HttpServletRequest request) throws TokenRefusal {
        String type = String.valueOf(request.getContentType());
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/x-www-form-urlencoded")) {
            throw new TokenRefusal(Code.INVALID_REQUEST, "send a form body");
        }
        if (request.getQueryString() != null) {
            throw new TokenRefusal(Code.INVALID_REQUEST, "send the parameters in the body, not in the query");
        }
        return new Parameters(request.getParameterMap());
    }

    /** A parameter that is sent at most once; an empty one counts as absent (RFC 6749 section 3.2). */
    Optional<String> single(String name) throws TokenRefusal {
        Set<String> all = several(name);
        if (values.getOrDefault(name, new String[0]).length > 1) {
            throw new TokenRefusal(Code.INVALID_REQUEST, name + " is sent more than once");
        }
        return all.stream().findFirst();
    }

    /** The different values of a parameter that may be repeated. */
    Set<String> several(String name) {
        Set<String> all = new LinkedHashSet<>(List.of(values.getOrDefault(name, new String[0])));
        all.remove("");
        return all;
    }
}
