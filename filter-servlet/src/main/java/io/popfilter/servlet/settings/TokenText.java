// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.http.Authority;
import io.popfilter.http.UriScheme;
import io.popfilter.parse.MalformedException;
import io.popfilter.token.TokenPolicy.Profile;
import java.util.List;

/** Reads what is said about tokens. */
final class TokenText {

    private TokenText() {}

    static Profile profile(String text) throws BadValueException {
        return Parser.oneOf(List.of(Profile.values()), TokenText::name).parse(text);
    }

    private static String name(Profile profile) {
        return switch (profile) {
            case RFC9068 -> "rfc9068";
            case ANY_JWT -> "any-jwt";
        };
    }

    /** A host with its port, that of https when it has none. */
    static Authority exactHost(String text) throws BadValueException {
        // A suffix that was taken for a host was CVE-2024-21643
        if (text.contains("*") || text.startsWith(".")) {
            throw BadValueException.about(
                    text, MALFORMED, "is a pattern, and hosts are compared exactly", "list every host in full");
        }
        try {
            return Authority.of(text, UriScheme.HTTPS);
        } catch (MalformedException e) {
            throw BadValueException.about(text, MALFORMED, "is not a host: " + e.defect(), "write host[:port]");
        }
    }
}
