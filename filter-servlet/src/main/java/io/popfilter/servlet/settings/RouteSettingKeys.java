// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.authorization.AuthorizationPolicy.Rule;
import io.popfilter.authorization.Requirement;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** The keys about what routes demand besides a good proof. */
public final class RouteSettingKeys {

    /** RFC 6749 section 3.3. */
    private static final Pattern SCOPE = Pattern.compile("[!#-\\[\\]-~]+");

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<List<Rule>> SCHEMES = TABLE.withDefault(
            "route.schemes",
            "",
            RouteText.listOf(
                    Parser.nonEmptyListOf(SchemeText::parse),
                    "<schemes>",
                    (routes, schemes) -> new Rule(routes, new Requirement.OneOfSchemes(Set.copyOf(schemes)))),
            "Schemes that are accepted on some routes only, by path pattern; fewer than schemes.");

    public static final SettingKey<List<Rule>> SCOPES = TABLE.withDefault(
            "route.scopes",
            "",
            RouteText.listOf(
                    Parser.nonEmptyListOf(RouteSettingKeys::word),
                    "<scopes>",
                    (routes, scopes) -> new Rule(routes, new Requirement.AllScopes(scopes))),
            "Scopes that a token must have, by path pattern: all of them.");

    public static final SettingKey<List<Rule>> ACR_VALUES = TABLE.withDefault(
            "route.acr-values",
            "",
            RouteText.listOf(
                    Parser.nonEmptyListOf(RouteSettingKeys::word),
                    "<acr values>",
                    (routes, values) -> new Rule(routes, new Requirement.OneOfAcrValues(values))),
            "Ways of authentication, one of which must be the token's acr, by path pattern; the preferred one first.");

    public static final SettingKey<List<Rule>> MAX_AGE = TABLE.withDefault(
            "route.max-age",
            "",
            RouteText.listOf(
                    Quantity.wholeSeconds("PT0S", "PT8760H"),
                    "<duration>",
                    (routes, age) -> new Rule(routes, new Requirement.MaxAge(age))),
            "How long ago the user may have authenticated, by path pattern: the token's auth_time.");

    static final List<SettingKey<List<Rule>>> ALL = List.of(SCHEMES, SCOPES, ACR_VALUES, MAX_AGE);

    private RouteSettingKeys() {}

    private static String word(String text) throws BadValueException {
        if (!SCOPE.matcher(text).matches()) {
            throw BadValueException.about(
                    text,
                    MALFORMED,
                    "has characters that a challenge cannot carry",
                    "use printable ASCII without spaces, \" and \\");
        }
        return text;
    }
}
