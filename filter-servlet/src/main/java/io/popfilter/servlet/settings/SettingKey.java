// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.coverage.CoveragePolicy.Relaxation;
import io.popfilter.http.Authority;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.PathPattern;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.scheme.Component;
import io.popfilter.scheme.SchemeName;
import io.popfilter.token.TokenPolicy;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of the configuration, each declared once: name, default, parser, and its meaning in a sentence. The set is
 * closed; limits and examples are in {@code docs/configuration.md}. Topics with keys of their own: {@link
 * CanonicalSettingKeys}, {@link BodySettingKeys}, {@link NonceSettingKeys}, {@link RouteSettingKeys}, {@link ChannelSettingKeys}, {@link
 * TlsSettingKeys}, {@link IntrospectionSettingKeys}, {@link FetchSettingKeys}, {@link ExposureSettingKeys}, {@link
 * MetadataSettingKeys} and {@link ResponseSettingKeys}.
 *
 * @param <T> the type of the value; {@code Optional} for a setting that can be left out and has no default
 */
public final class SettingKey<T> {

    private static final List<SignatureAlgorithm> ALGORITHMS = List.of(SignatureAlgorithm.values());

    private static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<URI> RESOURCE = TABLE.required(
            "resource", UriText::resource, "Identifier of this server, which must be in the token's aud.");

    public static final SettingKey<List<ExternalAddress>> PUBLIC_BASE_URI = TABLE.withDefault(
            "public-base-uri",
            "",
            Parser.listOf(UriText::publicBase),
            "External base URIs that clients sign; when empty, the server is exposed directly.");

    public static final SettingKey<List<SchemeName>> SCHEMES = TABLE.withDefault(
            "schemes", "PoP", Parser.nonEmptyListOf(SchemeText::parse), "Authentication schemes that are accepted.");

    public static final SettingKey<String> TOKEN_ISSUER =
            TABLE.required("token.issuer", PlainText::word, "The token's iss, compared exactly.");

    public static final SettingKey<Optional<Location>> TOKEN_DECRYPTION_KEYS = TABLE.secret(
            "token.decryption-keys",
            Location::parse,
            "Location of the JWK Set, or JWK, that unwraps encrypted tokens and keys.");

    public static final SettingKey<Optional<KeySource>> TOKEN_VERIFICATION_KEYS = TABLE.optional(
            "token.verification-keys",
            KeySource::parse,
            "Location of the JWK Set, or JWK, or URL of the JWK Set, that verifies the signatures of tokens.");

    public static final SettingKey<TokenPolicy.Profile> TOKEN_PROFILE = TABLE.withDefault(
            "token.profile",
            "rfc9068",
            TokenText::profile,
            "What a signed token looks like: as RFC 9068 says, or as issuers do that predate it.");

    public static final SettingKey<TokenPolicy.Encryption> TOKEN_ENCRYPTION = TABLE.withDefault(
            "token.encryption",
            "optional",
            Parser.oneOf(
                    List.of(TokenPolicy.Encryption.values()),
                    encryption -> encryption.name().toLowerCase(Locale.ROOT)),
            "Whether tokens that are JWTs have to be encrypted.");

    public static final SettingKey<Optional<Location>> TOKEN_CLIENTS = TABLE.optional(
            "token.clients",
            Location::parse,
            "Location of the registered clients, whose keys a token may name by cnf.kid.");

    public static final SettingKey<List<Authority>> TOKEN_JKU_HOSTS = TABLE.withDefault(
            "token.jku-hosts",
            "",
            Parser.listOf(TokenText::exactHost),
            "Hosts that a token may name in cnf.jku, exactly; when empty, cnf.jku is refused.");

    public static final SettingKey<Boolean> TOKEN_IDENTIFIER = TABLE.withDefault(
            "token.identifier",
            "off",
            Parser.oneOf(List.of(false, true), (Boolean value) -> value ? "on" : "off"),
            "Whether clients may send the hash of a token that was accepted here before, instead of the token.");

    public static final SettingKey<Boolean> TOKEN_SINGLE_USE = TABLE.withDefault(
            "token.single-use",
            "false",
            Parser.oneOf(List.of(false, true), String::valueOf),
            "Whether every token is good for one request, and not only one whose claim single_use is true.");

    public static final SettingKey<Duration> TOKEN_CLOCK_SKEW = TABLE.withDefault(
            "token.clock-skew",
            "PT30S",
            Quantity.duration("PT0S", "PT5M"),
            "How far the clocks of the token's issuer and of this server may differ.");

    public static final SettingKey<Integer> TOKEN_CACHE_MAX_ENTRIES = TABLE.withDefault(
            "token.cache-max-entries",
            "10000",
            Quantity.count(0, 10_000_000),
            "How many verified tokens are remembered; 0 switches the cache off.");

    public static final SettingKey<List<SignatureAlgorithm>> PROOF_ALGORITHMS = TABLE.withDefault(
            "proof.algorithms",
            ALGORITHMS.stream().map(SignatureAlgorithm::joseName).collect(Collectors.joining(" ")),
            Parser.nonEmptyListOf(Parser.oneOf(ALGORITHMS, SignatureAlgorithm::joseName)),
            "Signature algorithms that a proof may use.");

    public static final SettingKey<Duration> PROOF_MAX_AGE = TABLE.withDefault(
            "proof.max-age", "PT60S", Quantity.duration("PT1S", "PT1H"), "How old a proof may be when it arrives.");

    public static final SettingKey<Duration> PROOF_MAX_FUTURE = TABLE.withDefault(
            "proof.max-future",
            "PT5S",
            Quantity.duration("PT0S", "PT5M"),
            "How far in the future a proof may be dated; not more than proof.max-age.");

    public static final SettingKey<Set<Component>> COVERAGE_REQUIRED = TABLE.withDefault(
            "coverage.required",
            "method authority path query body content-type",
            CoverageText::parseComponents,
            "Components of the request that a proof must cover; content-type only when there is a body.");

    public static final SettingKey<List<Relaxation>> COVERAGE_RELAXED = TABLE.withDefault(
            "coverage.relaxed",
            "",
            CoverageText::parseRelaxations,
            "Components that need not be covered, by path pattern.");

    public static final SettingKey<ReplayStoreName> REPLAY_STORE =
            TABLE.withDefault("replay.store", "memory", ReplayStoreName::parse, "Where spent proofs are remembered.");

    public static final SettingKey<Integer> REPLAY_MAX_ENTRIES = TABLE.withDefault(
            "replay.max-entries",
            "1000000",
            Quantity.count(1, 100_000_000),
            "How many spent proofs are remembered at a time; when full, requests are refused.");

    public static final SettingKey<List<PathPattern>> EXCLUDE = TABLE.withDefault(
            "exclude",
            "",
            Parser.listOf(PathPatternText::parseExcluded),
            "Path patterns of requests that pass without a proof.");

    public static final SettingKey<String> PRINCIPAL_NAME_CLAIM =
            TABLE.withDefault("principal.name-claim", "sub", PlainText::word, "The claim that names the principal.");

    public static final SettingKey<String> PRINCIPAL_ROLES_CLAIM = TABLE.withDefault(
            "principal.roles-claim", "scope", PlainText::word, "The claim that holds the principal's roles.");

    public static final SettingKey<ErrorMode> ERROR_MODE = TABLE.withDefault(
            "error-mode",
            "problem",
            ErrorMode::parse,
            "How a refusal is answered: problem+json of the filter, or sendError of the container.");

    public static final SettingKey<Optional<String>> REALM =
            TABLE.optional("realm", PlainText::quotable, "The realm parameter of the challenge.");

    private final String name;
    private final String meaning;
    private final Parser<T> parser;
    private final boolean secret;
    private final Optional<Setting<T>> whenNotSet;

    SettingKey(String name, String meaning, Parser<T> parser, boolean secret, Optional<Setting<T>> whenNotSet) {
        this.name = name;
        this.meaning = meaning;
        this.parser = parser;
        this.secret = secret;
        this.whenNotSet = whenNotSet;
    }

    /** Every key, in the order of the documentation. */
    public static List<SettingKey<?>> all() {
        return Stream.of(
                        TABLE,
                        CanonicalSettingKeys.TABLE,
                        BodySettingKeys.TABLE,
                        NonceSettingKeys.TABLE,
                        RouteSettingKeys.TABLE,
                        ChannelSettingKeys.TABLE,
                        TlsSettingKeys.TABLE,
                        IntrospectionSettingKeys.TABLE,
                        FetchSettingKeys.TABLE,
                        ExposureSettingKeys.TABLE,
                        MetadataSettingKeys.TABLE,
                        ResponseSettingKeys.TABLE)
                .flatMap(table -> table.keys().stream())
                .toList();
    }

    /** The key as it is written in the file and as an init-param. */
    public String name() {
        return name;
    }

    /** The key as a system property: {@code popfilter.token.issuer}. */
    public String systemPropertyName() {
        return "popfilter." + name;
    }

    /** The key as an environment variable: {@code POPFILTER_TOKEN_ISSUER}. */
    public String environmentName() {
        return "POPFILTER_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** What the setting is for, in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** Whether start-up fails without it. */
    public boolean required() {
        return whenNotSet.isEmpty();
    }

    /** Whether what was written is kept out of messages and summaries. */
    public boolean secret() {
        return secret;
    }

    /** What applies when nobody sets the key; empty text for nothing. Only a required key has none. */
    public Optional<String> defaultText() {
        return whenNotSet.map(Setting::text);
    }

    @Override
    public String toString() {
        return name;
    }

    Parser<T> parser() {
        return parser;
    }

    Optional<Setting<T>> whenNotSet() {
        return whenNotSet;
    }

    /** Whether nothing at all is a value: an empty list whose default is empty, too. */
    boolean acceptsEmptyText() {
        return whenNotSet
                .map(setting -> setting.value() instanceof List<?> list && list.isEmpty())
                .orElse(false);
    }
}
