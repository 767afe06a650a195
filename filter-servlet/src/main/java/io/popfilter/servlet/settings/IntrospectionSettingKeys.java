// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.fetch.FetchUri;
import io.popfilter.introspection.IntrospectionPolicy.Answers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys about asking the authorization server what a token is good for (RFC 7662). */
public final class IntrospectionSettingKeys {

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<Optional<FetchUri>> ENDPOINT = TABLE.optional(
            "token.introspection-endpoint", UriText::fetched, "Where tokens are introspected; when none, nowhere.");

    public static final SettingKey<IntrospectionSettings.Tokens> TOKENS = TABLE.withDefault(
            "token.introspection-for",
            "all",
            named(List.of(IntrospectionSettings.Tokens.values())),
            "Which tokens are introspected: all, or those that do not have the shape of a JWT.");

    public static final SettingKey<Optional<String>> CLIENT_ID = TABLE.optional(
            "token.introspection-client-id",
            PlainText::word,
            "The client_id of this server at the authorization server.");

    static final SettingKey<ClientAuthMethod> CLIENT_AUTH = TABLE.withDefault(
            "token.introspection-client-auth",
            "client_secret_basic",
            ClientAuthMethod::parse,
            "How this server proves to the authorization server that it is that client.");

    public static final SettingKey<Optional<String>> CLIENT_SECRET = TABLE.secret(
            "token.introspection-client-secret",
            PlainText::secret,
            "The secret of client_secret_basic and client_secret_post.");

    public static final SettingKey<Optional<Location>> CLIENT_KEY = TABLE.secret(
            "token.introspection-client-key", Location::parse, "Location of the private JWK of private_key_jwt.");

    public static final SettingKey<Optional<Location>> CLIENT_KEYSTORE = TABLE.optional(
            "token.introspection-client-keystore",
            Location::parse,
            "Location of the PKCS #12 file with the key and certificate of tls_client_auth.");

    public static final SettingKey<Optional<String>> CLIENT_KEYSTORE_PASSWORD = TABLE.secret(
            "token.introspection-client-keystore-password",
            PlainText::secret,
            "The password of that file, unless it has none.");

    public static final SettingKey<Answers> ANSWERS = TABLE.withDefault(
            "token.introspection-answers",
            "plain",
            named(List.of(Answers.values())),
            "What an answer has to be: JSON as in RFC 7662, or a signed JWT as in RFC 9701.");

    public static final SettingKey<Duration> ACTIVE_FOR = TABLE.withDefault(
            "token.introspection-active-for",
            "PT60S",
            Quantity.duration("PT0S", "PT1H"),
            "How long an active token is taken for active without asking again, though never past its exp.");

    public static final SettingKey<Duration> INACTIVE_FOR = TABLE.withDefault(
            "token.introspection-inactive-for",
            "PT5S",
            Quantity.duration("PT0S", "PT5M"),
            "How long an inactive token is refused without asking again.");

    public static final SettingKey<Integer> MAX_CONCURRENT = TABLE.withDefault(
            "token.introspection-max-concurrent",
            "32",
            Quantity.count(1, 10_000),
            "How many requests wait for an introspection at a time; more are refused at once.");

    public static final SettingKey<Duration> PAUSE = TABLE.withDefault(
            "token.introspection-pause",
            "PT5S",
            Quantity.duration("PT0S", "PT5M"),
            "How long nobody is asked, and 503 is answered at once, after five questions in a row without any answer.");

    private IntrospectionSettingKeys() {}

    private static <E extends Enum<E>> Parser<E> named(List<E> values) {
        return Parser.oneOf(values, (E value) -> value.name().toLowerCase(Locale.ROOT));
    }
}
