// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.popfilter.fetch.FetchUri;
import io.popfilter.introspection.IntrospectionPolicy.Answers;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntrospectionSettingsTest {

    private static final String ENDPOINT = "token.introspection-endpoint";
    private static final String FOR = "token.introspection-for";
    private static final String CLIENT_ID = "token.introspection-client-id";
    private static final String CLIENT_AUTH = "token.introspection-client-auth";
    private static final String CLIENT_SECRET = "token.introspection-client-secret";
    private static final String CLIENT_KEY = "token.introspection-client-key";
    private static final String KEYSTORE = "token.introspection-client-keystore";
    private static final String PASSWORD = "token.introspection-client-keystore-password";
    private static final String ANSWERS = "token.introspection-answers";

    @Test
    void needsNoKeysWhenEveryTokenIsIntrospected() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .without("token.verification-keys")
                .initParam(ENDPOINT, "https://as.example/introspect")
                .initParam(CLIENT_ID, "rs")
                .initParam(CLIENT_SECRET, "${env:SECRET}")
                .environment("SECRET", "a secret: \"ä\"")
                .read();

        assertThat(settings.introspection())
                .contains(new IntrospectionSettings(
                        new FetchUri(URI.create("https://as.example/introspect")),
                        IntrospectionSettings.Tokens.ALL,
                        "rs",
                        new ClientAuthentication.SecretBasic("a secret: \"ä\""),
                        Answers.PLAIN,
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(5),
                        32,
                        Duration.ofSeconds(5)));
    }

    @Test
    void hasTheValuesThatAreSet() throws ConfigurationException {
        Settings settings = Configuration.introspecting("client_secret_post", CLIENT_SECRET)
                .initParam(ENDPOINT, "http://localhost:9000/introspect")
                .initParam(FOR, "opaque")
                .initParam(ANSWERS, "signed")
                .initParam("token.introspection-active-for", "PT0S")
                .initParam("token.introspection-inactive-for", "PT5M")
                .initParam("token.introspection-max-concurrent", "1")
                .initParam("token.introspection-pause", "PT0S")
                .read();

        assertThat(settings.introspection())
                .contains(new IntrospectionSettings(
                        new FetchUri(URI.create("http://localhost:9000/introspect")),
                        IntrospectionSettings.Tokens.OPAQUE,
                        "rs",
                        new ClientAuthentication.SecretPost("/etc/credential"),
                        Answers.SIGNED,
                        Duration.ZERO,
                        Duration.ofMinutes(5),
                        1,
                        Duration.ZERO));
    }

    @Test
    void authenticatesWithAKeyOrACertificate() throws ConfigurationException {
        Location file = new Location(Location.Place.FILE_SYSTEM, "/etc/credential");

        assertThat(authentication(Configuration.introspecting("private_key_jwt", CLIENT_KEY)))
                .isEqualTo(new ClientAuthentication.PrivateKeyJwt(file));
        assertThat(authentication(Configuration.introspecting("tls_client_auth", KEYSTORE)))
                .isEqualTo(new ClientAuthentication.MutualTls(file, Optional.empty()));
        assertThat(authentication(
                        Configuration.introspecting("tls_client_auth", KEYSTORE).initParam(PASSWORD, "p")))
                .isEqualTo(new ClientAuthentication.MutualTls(file, Optional.of("p")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        MALFORMED     | token.introspection-endpoint       | http://as.example/introspect
        MALFORMED     | token.introspection-endpoint       | as.example/introspect
        MALFORMED     | token.introspection-endpoint       | file:/introspect
        MALFORMED     | token.introspection-for            | jwt
        MALFORMED     | token.introspection-client-id      | r s
        MALFORMED     | token.introspection-client-auth    | none
        EMPTY         | token.introspection-client-secret  | ''
        MALFORMED     | token.introspection-answers        | jwt
        OUT_OF_RANGE  | token.introspection-active-for     | PT1H1S
        OUT_OF_RANGE  | token.introspection-inactive-for   | PT5M1S
        OUT_OF_RANGE  | token.introspection-max-concurrent | 0
        OUT_OF_RANGE  | token.introspection-max-concurrent | 10001
        OUT_OF_RANGE  | token.introspection-pause          | PT5M1S
        CONTRADICTION | token.introspection-client-auth    | private_key_jwt
        """)
    void refusesTheValueOnly(Problem.Kind kind, String key, String value) {
        Configuration configuration = Configuration.introspecting("client_secret_basic", CLIENT_SECRET)
                .without(key)
                .file("\n" + key + " = " + value + "\n");

        assertThat(configuration.problems())
                .filteredOn(problem -> problem.key().equals(key))
                .extracting(Problem::kind, Problem::line)
                .containsExactly(tuple(kind, OptionalInt.of(2)));
    }

    @Test
    void refusesEveryOtherKeyWithoutTheEndpoint() {
        for (SettingKey<?> key : IntrospectionSettingKeys.TABLE.keys()) {
            if (!key.equals(IntrospectionSettingKeys.ENDPOINT)) {
                String text = key.defaultText().filter(t -> !t.isEmpty()).orElse("/etc/x");

                assertContradictions(
                        Configuration.complete().file("\n" + key + " = " + text + "\n"), key.name() + " 2");
            }
        }
    }

    @Test
    void refusesTheEndpointWithoutAClientAndItsCredential() {
        assertContradictions(
                Configuration.complete().file(ENDPOINT + " = https://as.example/introspect\n"),
                ENDPOINT + " 1",
                ENDPOINT + " 1");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        client_secret_basic, token.introspection-client-key
        client_secret_post,  token.introspection-client-keystore
        private_key_jwt,     token.introspection-client-secret
        tls_client_auth,     token.introspection-client-secret
        tls_client_auth,     token.introspection-client-key
        private_key_jwt,     token.introspection-client-keystore-password
        """)
    void refusesTheCredentialOfAnotherMethodForItsOwn(String method, String credential) {
        assertContradictions(
                Configuration.introspecting(method, credential)
                        .without(CLIENT_AUTH)
                        .without(credential)
                        .file(CLIENT_AUTH + " = " + method + "\n" + credential + " = /etc/x\n"),
                CLIENT_AUTH + " 1",
                credential + " 2");
    }

    @Test
    void refusesAPasswordWithoutItsKeystore() {
        assertContradictions(
                Configuration.introspecting("tls_client_auth", PASSWORD)
                        .without(CLIENT_AUTH)
                        .file(CLIENT_AUTH + " = tls_client_auth\n"),
                CLIENT_AUTH + " 1");
    }

    @Test
    void refusesSignedAnswersWithoutKeysToVerifyThem() {
        assertContradictions(
                Configuration.introspecting("client_secret_basic", CLIENT_SECRET)
                        .without("token.verification-keys")
                        .initParam("token.decryption-keys", "/etc/keys.jwks")
                        .file(ANSWERS + " = signed\n"),
                ANSWERS + " 1");
    }

    @Test
    void refusesToLeaveJwtsToKeysThatAreNotThere() throws ConfigurationException {
        Configuration configuration = Configuration.introspecting("client_secret_basic", CLIENT_SECRET)
                .without("token.verification-keys")
                .file(FOR + " = opaque\n");

        assertContradictions(configuration, FOR + " 1");
        assertThat(configuration
                        .initParam("token.decryption-keys", "/etc/keys.jwks")
                        .read()
                        .introspection())
                .isPresent();
    }

    @Test
    void doesNotCallContradictoryWhatABrokenFileMayExplain() {
        assertThat(Configuration.complete()
                        .initParam(CLIENT_ID, "rs")
                        .file("\\u12")
                        .problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.MALFORMED);
    }

    private static ClientAuthentication authentication(Configuration configuration) throws ConfigurationException {
        return configuration.read().introspection().orElseThrow().authentication();
    }

    /** Each as its key and line. */
    private static void assertContradictions(Configuration configuration, String... keysAndLines) {
        assertThat(configuration.problems())
                .allSatisfy(problem -> assertThat(problem.kind()).isEqualTo(Problem.Kind.CONTRADICTION))
                .extracting(problem -> problem.key() + " " + problem.line().orElse(0))
                .containsExactly(keysAndLines);
    }
}
