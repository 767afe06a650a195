// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.popfilter.channel.ChannelPolicy;
import io.popfilter.coverage.CoveragePolicy.Relaxation;
import io.popfilter.coverage.FieldPolicy;
import io.popfilter.fetch.FetchLimits;
import io.popfilter.fetch.FetchUri;
import io.popfilter.http.Allowance;
import io.popfilter.http.Authority;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.PathPattern;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.scheme.Component;
import io.popfilter.scheme.SchemeName;
import io.popfilter.tls.BindingType;
import io.popfilter.token.RemoteVerificationKeys;
import io.popfilter.token.TokenPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void hasTheDefaultsOfTheSmallestConfiguration() throws ConfigurationException {
        Settings settings = Configuration.complete().read();

        assertThat(settings.resource()).isEqualTo(URI.create("https://rs.example"));
        assertThat(settings.publicBaseUris()).isEmpty();
        assertThat(settings.schemes()).containsExactly(SchemeName.POP);
        assertThat(settings.tokenIssuer()).isEqualTo("https://as.example");
        assertThat(settings.tokenDecryptionKeys()).isEmpty();
        assertThat(settings.tokenVerificationKeys())
                .contains(new KeySource.InFile(new Location(Location.Place.WEB_APPLICATION, "/WEB-INF/keys.jwks")));
        assertThat(settings.introspection()).isEmpty();
        assertThat(settings.tokenProfile()).isEqualTo(TokenPolicy.Profile.RFC9068);
        assertThat(settings.tokenEncryption()).isEqualTo(TokenPolicy.Encryption.OPTIONAL);
        assertThat(settings.tokenClients()).isEmpty();
        assertThat(settings.tokenJkuHosts()).isEmpty();
        assertThat(settings.tokenIdentifier()).isFalse();
        assertThat(settings.tokenSingleUse()).isFalse();
        assertThat(settings.remoteKeys())
                .isEqualTo(new RemoteVerificationKeys.Policy(
                        Duration.ofHours(1), Duration.ofHours(24), Duration.ofSeconds(10)));
        assertThat(settings.fetchLimits()).isEqualTo(FetchLimits.defaults());
        assertThat(settings.tokenClockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.tokenCacheMaxEntries()).isEqualTo(10_000);
        assertThat(settings.proofAlgorithms()).containsExactly(SignatureAlgorithm.values());
        assertThat(settings.proofMaxAge()).isEqualTo(Duration.ofSeconds(60));
        assertThat(settings.proofMaxFuture()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.coverageRequired()).containsExactlyInAnyOrder(Component.values());
        assertThat(settings.coverageRelaxed()).isEmpty();
        assertThat(settings.fieldPolicy()).isEqualTo(FieldPolicy.none());
        assertThat(settings.canonicalRules()).isEqualTo(CanonicalRules.strict());
        assertThat(settings.replayStore()).isEqualTo(ReplayStoreName.MEMORY);
        assertThat(settings.replayMaxEntries()).isEqualTo(1_000_000);
        assertThat(settings.bodyMaxBytes()).isEqualTo(1_048_576);
        assertThat(settings.bodyMemoryBytes()).isEqualTo(65_536);
        assertThat(settings.bodyDirectory()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
        assertThat(settings.bodyStreaming()).isEmpty();
        assertThat(settings.bodyMaxFormBytes()).isEqualTo(1_048_576);
        assertThat(settings.bodyMaxParts()).isEqualTo(1_000);
        assertThat(settings.authorization().rules()).isEmpty();
        assertThat(settings.channelPolicy()).isEqualTo(ChannelPolicy.off());
        assertThat(settings.serverCertificates()).isEmpty();
        assertThat(settings.forwardedTls()).isEmpty();
        assertThat(settings.metadata()).isEmpty();
        assertThat(settings.signsAnswers()).isFalse();
        assertThat(settings.answerKey()).isEmpty();
        assertThat(settings.answerHeaders())
                .containsExactly("content-type", "content-encoding", "content-range", "location");
        assertThat(settings.answerMaxBytes()).isEqualTo(65_536);
        assertThat(settings.exclude()).isEmpty();
        assertThat(settings.principalNameClaim()).isEqualTo("sub");
        assertThat(settings.principalRolesClaim()).isEqualTo("scope");
        assertThat(settings.errorMode()).isEqualTo(ErrorMode.PROBLEM);
        assertThat(settings.realm()).isEmpty();
        assertThat(settings.origin(SettingKey.REALM)).isEqualTo(new Origin.NotSet());
    }

    @Test
    void refusesToRequireHeadersOfASchemeThatCoversNone() {
        assertThatThrownBy(() -> Configuration.complete()
                        .initParam("schemes", "PoP DPoP")
                        .initParam("coverage.required-headers", "X-Tenant")
                        .read())
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::kind, Problem::key)
                                .containsExactly(tuple(Problem.Kind.CONTRADICTION, "coverage.required-headers")));
    }

    @Test
    void readsWhatIsComparedOfConnections() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .initParam("channel-binding", "optional")
                .initParam("channel-binding.required-for", "/pay/*")
                .initParam("channel-binding.types", "tls-exporter tls-server-end-point")
                .initParam("channel-binding.server-certificates", "/etc/rsa.pem, classpath:ec.pem")
                .read();

        assertThat(settings.channelPolicy())
                .isEqualTo(new ChannelPolicy(
                        Set.of(BindingType.TLS_EXPORTER, BindingType.TLS_SERVER_END_POINT),
                        List.of(new PathPattern("/pay/*"))));
        assertThat(settings.serverCertificates())
                .containsExactly(
                        new Location(Location.Place.FILE_SYSTEM, "/etc/rsa.pem"),
                        new Location(Location.Place.CLASSPATH, "ec.pem"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"urn:example:rs", "https://rs.example/?x", "mailto:a@b", "https:///x", "https://u@rs.example"})
    void publishesMetadataOnlyOfAResourceThatHasAnAddress(String resource) {
        assertThatThrownBy(() -> Configuration.complete()
                        .initParam("resource", resource)
                        .initParam("metadata", "on")
                        .read())
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::kind)
                                .containsExactly(Problem.Kind.CONTRADICTION));
    }

    @Test
    void readsHowAnswersAreSigned() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .initParam("schemes", "PoP DPoP")
                .initParam("response-signing", "on")
                .initParam("response-signing.key", "classpath:answers.jwk")
                .initParam("response-signing.headers", "Location X-Total")
                .initParam("response-signing.max-bytes", "0")
                .read();

        assertThat(settings.signsAnswers()).isTrue();
        assertThat(settings.answerKey()).contains(new Location(Location.Place.CLASSPATH, "answers.jwk"));
        assertThat(settings.answerHeaders()).containsExactly("location", "x-total");
        assertThat(settings.answerMaxBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DPoP", "PoP DPoP", "Bearer", "mTLS Bearer"})
    void signsAnswersOnlyToSchemesThatItHasAKeyFor(String schemes) {
        assertThatThrownBy(() -> Configuration.complete()
                        .initParam("schemes", schemes)
                        .initParam("response-signing", "on")
                        .read())
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems())
                                .extracting(Problem::kind, Problem::key)
                                .containsExactly(tuple(Problem.Kind.CONTRADICTION, "response-signing")));
    }

    @Test
    void hasTheValuesThatAreSet() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .initParam("resource", "urn:example:rs")
                .initParam("public-base-uri", "https://rs.example/, http://[::1]:8080/prefix/")
                .initParam("token.decryption-keys", "classpath:/keys.jwks")
                .initParam("token.clock-skew", "PT0S")
                .initParam("token.cache-max-entries", "0")
                .initParam("proof.algorithms", "Ed25519, ES256")
                .initParam("proof.max-age", "PT1H")
                .initParam("proof.max-future", "PT5M")
                .initParam("coverage.required", "method content-type")
                .initParam("coverage.relaxed", "/a=b/* = body content-type; / = query;")
                .initParam("replay.max-entries", "1")
                .initParam("body.max-bytes", "1 GiB")
                .initParam("body.memory-bytes", "2MiB")
                .initParam("body.directory", "/var/spool/../spool")
                .initParam("body.streaming", "/upload/* /feed")
                .initParam("body.max-form-bytes", "0")
                .initParam("body.max-parts", "7")
                .initParam("exclude", "/health, /static/*")
                .initParam("error-mode", "sendError")
                .initParam("realm", " the realm ")
                .read();

        assertThat(settings.resource()).hasToString("urn:example:rs");
        assertThat(settings.publicBaseUris())
                .extracting(ExternalAddress::toString)
                .containsExactly("https://rs.example", "http://[::1]:8080/prefix");
        assertThat(settings.tokenDecryptionKeys()).contains(new Location(Location.Place.CLASSPATH, "keys.jwks"));
        assertThat(settings.tokenClockSkew()).isZero();
        assertThat(settings.tokenCacheMaxEntries()).isZero();
        assertThat(settings.proofAlgorithms()).containsExactly(SignatureAlgorithm.ED25519, SignatureAlgorithm.ES256);
        assertThat(settings.proofMaxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.proofMaxFuture()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.coverageRequired()).containsExactlyInAnyOrder(Component.METHOD, Component.CONTENT_TYPE);
        assertThat(settings.coverageRelaxed())
                .containsExactly(
                        new Relaxation(new PathPattern("/a=b/*"), Set.of(Component.BODY, Component.CONTENT_TYPE)),
                        new Relaxation(new PathPattern("/"), Set.of(Component.QUERY)));
        assertThat(settings.replayMaxEntries()).isEqualTo(1);
        assertThat(settings.bodyMaxBytes()).isEqualTo(1 << 30);
        assertThat(settings.bodyMemoryBytes()).isEqualTo(2 << 20);
        assertThat(settings.bodyDirectory()).isEqualTo(Path.of("/var/spool/../spool"));
        assertThat(settings.bodyStreaming()).containsExactly(new PathPattern("/upload/*"), new PathPattern("/feed"));
        assertThat(settings.bodyMaxFormBytes()).isZero();
        assertThat(settings.bodyMaxParts()).isEqualTo(7);
        assertThat(settings.exclude()).containsExactly(new PathPattern("/health"), new PathPattern("/static/*"));
        assertThat(settings.errorMode()).isEqualTo(ErrorMode.SEND_ERROR);
        assertThat(settings.realm()).contains("the realm");
    }

    @Test
    void hasTheValuesThatAreSetAboutTokens() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .initParam("token.verification-keys", "https://as.example/jwks")
                .initParam("token.verification-keys-max-age", "PT10S")
                .initParam("token.verification-keys-stale-for", "PT0S")
                .initParam("token.verification-keys-min-interval", "PT10S")
                .initParam("token.profile", "any-jwt")
                .initParam("token.clients", "file:/etc/clients.json")
                .initParam("token.jku-hosts", "Keys.example:443, [::1]:8443")
                .initParam("token.identifier", "on")
                .initParam("token.single-use", "true")
                .initParam("fetch.connect-timeout", "PT0.1S")
                .initParam("fetch.timeout", "PT0.1S")
                .initParam("fetch.max-bytes", "1KiB")
                .read();

        assertThat(settings.tokenVerificationKeys())
                .contains(new KeySource.AtUrl(new FetchUri(URI.create("https://as.example/jwks"))));
        assertThat(settings.remoteKeys())
                .isEqualTo(new RemoteVerificationKeys.Policy(
                        Duration.ofSeconds(10), Duration.ZERO, Duration.ofSeconds(10)));
        assertThat(settings.tokenProfile()).isEqualTo(TokenPolicy.Profile.ANY_JWT);
        assertThat(settings.tokenClients()).contains(new Location(Location.Place.FILE_SYSTEM, "/etc/clients.json"));
        assertThat(settings.tokenJkuHosts())
                .containsExactly(new Authority("keys.example"), new Authority("[::1]:8443"));
        assertThat(settings.tokenIdentifier()).isTrue();
        assertThat(settings.tokenSingleUse()).isTrue();
        assertThat(settings.fetchLimits())
                .isEqualTo(new FetchLimits(Duration.ofMillis(100), Duration.ofMillis(100), 1024));
    }

    @Test
    void hasTheValuesThatAreSetAboutHeadersAndCanonicalForm() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .initParam("coverage.required-headers", "X-Tenant, Date")
                .initParam("coverage.sensitive-headers", "X-User")
                .initParam("canonical.allow", "date-field host-underscore path-parameters")
                .initParam("canonical.list-headers", "X-Tags accept")
                .initParam("public-base-uri", "https://my_rs.example/a")
                .read();

        assertThat(settings.fieldPolicy()).isEqualTo(new FieldPolicy(Set.of("x-tenant", "date"), Set.of("x-user")));
        assertThat(settings.canonicalRules())
                .isEqualTo(new CanonicalRules(
                        Set.of(Allowance.DATE_FIELD, Allowance.HOST_UNDERSCORE, Allowance.PATH_PARAMETERS),
                        Set.of("x-tags", "accept")));
        assertThat(settings.publicBaseUris()).singleElement().hasToString("https://my_rs.example/a");
    }

    @Test
    void fetchesInTheClearFromThisMachineOnly() throws ConfigurationException {
        for (String host : List.of("localhost", "127.0.0.1:8080", "[::1]:8080")) {
            assertThat(Configuration.complete()
                            .initParam("token.verification-keys", "http://" + host + "/jwks")
                            .read()
                            .tokenVerificationKeys())
                    .contains(new KeySource.AtUrl(new FetchUri(URI.create("http://" + host + "/jwks"))));
        }
    }

    @Test
    void readsBodySizesWithAndWithoutUnit() throws ConfigurationException {
        Map.of("0", 0L, "2147483639", 2147483639L, "64KiB", 65536L, "3 MiB", 3L << 20, "1024GiB", 1L << 40)
                .forEach((text, bytes) -> assertThat(bodyMaxBytes(text)).isEqualTo(bytes));
    }

    @Test
    void acceptsEmptyListsWhereNothingIsTheDefault() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .file("exclude = /health\npublic-base-uri = https://rs.example\ncoverage.relaxed = /a = body")
                .environment("POPFILTER_EXCLUDE", "")
                .environment("POPFILTER_PUBLIC_BASE_URI", " ")
                .environment("POPFILTER_COVERAGE_RELAXED", "")
                .read();

        assertThat(settings.exclude()).isEmpty();
        assertThat(settings.publicBaseUris()).isEmpty();
        assertThat(settings.coverageRelaxed()).isEmpty();
    }

    @Test
    void summarizesThePolicyOnOneLineWithoutSecrets() throws ConfigurationException {
        String summary = Configuration.complete()
                .file("exclude = /a\\n/b\ntoken.decryption-keys = file:/etc/s3cret\n")
                .initParam("realm", "${env:REALM}")
                .environment("REALM", "s3cret")
                .read()
                .summary();

        assertThat(summary)
                .doesNotContain("s3cret", "\n")
                .startsWith("resource=https://rs.example public-base-uri=(none) schemes=PoP")
                .contains(" token.decryption-keys=(set) token.verification-keys=/WEB-INF/keys.jwks ")
                .contains(" coverage.required=\"method authority path query body content-type\" ")
                .contains(" exclude=\"/a /b\" ")
                .contains(" body.max-bytes=1MiB body.memory-bytes=64KiB body.directory=(none) ")
                .contains(" error-mode=problem realm=${env:REALM} ");
    }

    @Test
    void putsAProblemThatShowsLaterInTheSameForm() throws ConfigurationException {
        Settings settings = Configuration.complete()
                .file("\ntoken.decryption-keys = file:/does/not/exist\n")
                .read();
        Location location = settings.tokenDecryptionKeys().orElseThrow();
        BadValueException unreadable = catchThrowableOfType(
                BadValueException.class,
                () -> location.read(Configuration.empty().sources()));

        assertThat(settings.problem(SettingKey.TOKEN_DECRYPTION_KEYS, unreadable))
                .hasToString("token.decryption-keys (/WEB-INF/popfilter.properties line 2):"
                        + " \"/does/not/exist\" does not exist in the file system;"
                        + " put the file there or correct the location");
        assertThat(settings.problem(
                        SettingKey.TOKEN_DECRYPTION_KEYS, Problem.Kind.MALFORMED, "is not a JWK Set", "write one"))
                .isEqualTo(new Problem(
                        Problem.Kind.MALFORMED,
                        new Origin.FileLine(Configuration.FILE, 2),
                        "token.decryption-keys",
                        "is not a JWK Set",
                        "write one"));
    }

    @Test
    void answersAnyValueWithSettingsOrProblems() {
        Random random = new Random(20240229);
        String alphabet = "/:*=;,.%#?@[]{}$-+ \t\n\u0000\\\"äPTSHM019aKiB\uD800";
        for (int round = 0; round < 4_000; round++) {
            StringBuilder value = new StringBuilder();
            for (int length = random.nextInt(12); length > 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Configuration configuration = Configuration.complete();
            SettingKey.all().forEach(key -> configuration.initParam(key.name(), value.toString()));

            assertThat(configuration.problems()).isNotEmpty();
        }
    }

    private static long bodyMaxBytes(String text) {
        try {
            return Configuration.complete()
                    .initParam("body.max-bytes", text)
                    .read()
                    .bodyMaxBytes();
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }
}
