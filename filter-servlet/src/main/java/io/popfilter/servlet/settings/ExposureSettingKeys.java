// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.http.AddressRange;
import io.popfilter.http.TrustedProxies.Mechanism;
import io.popfilter.parse.MalformedException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys about how requests reach this server: through proxies, from pages of other origins, by way of the container. */
public final class ExposureSettingKeys {

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<List<AddressRange>> PROXY_TRUSTED = TABLE.withDefault(
            "proxy.trusted",
            "",
            Parser.listOf(ExposureSettingKeys::range),
            "Addresses of the proxies that say which of public-base-uri a client used; when empty, nobody is asked.");

    public static final SettingKey<Optional<Mechanism>> PROXY_HEADER = TABLE.optional(
            "proxy.header",
            Parser.oneOf(List.of(Mechanism.values()), ExposureSettingKeys::fieldName),
            "The field by which they say it: Forwarded, or X-Forwarded for X-Forwarded-Host and -Proto.");

    public static final SettingKey<Integer> PROXY_HOPS = TABLE.withDefault(
            "proxy.hops",
            "1",
            Quantity.count(1, 16),
            "How many proxies a request passes, each with an element of that field.");

    public static final SettingKey<List<String>> WELCOME_FILES = TABLE.withDefault(
            "welcome-files",
            "index.html index.htm index.jsp",
            Parser.listOf(PlainText::word),
            "Names that the container may append to a path that ends in a slash.");

    public static final SettingKey<CorsPolicy.Preflight> CORS_PREFLIGHT = TABLE.withDefault(
            "cors.preflight",
            "refuse",
            Parser.oneOf(
                    List.of(CorsPolicy.Preflight.values()),
                    preflight -> preflight.name().toLowerCase(Locale.ROOT)),
            "Whether the preflight of a browser, which cannot be signed, may pass to the application.");

    public static final SettingKey<CorsPolicy.Challenge> CORS_EXPOSE_CHALLENGE = TABLE.withDefault(
            "cors.expose-challenge",
            "off",
            Parser.oneOf(
                    List.of(CorsPolicy.Challenge.values()),
                    challenge -> challenge == CorsPolicy.Challenge.EXPOSED ? "on" : "off"),
            "Whether Access-Control-Expose-Headers lets scripts of other origins read the challenge.");

    private ExposureSettingKeys() {}

    private static AddressRange range(String text) throws BadValueException {
        try {
            return AddressRange.parse(text);
        } catch (MalformedException e) {
            throw BadValueException.about(
                    text, MALFORMED, "is not a range of addresses: " + e.defect(), "write 10.0.0.0/8 or ::1");
        }
    }

    private static String fieldName(Mechanism mechanism) {
        return switch (mechanism) {
            case FORWARDED -> "Forwarded";
            case X_FORWARDED -> "X-Forwarded";
        };
    }
}
