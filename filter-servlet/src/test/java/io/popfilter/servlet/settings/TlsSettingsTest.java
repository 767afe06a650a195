// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.CONTRADICTION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Arrays;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsSettingsTest {

    private static final String THUMBPRINT = "v68ffgcPn6jdYpBfFY2nP4ShE2Yk-6_Mk5PI9yh6aes";
    private static final String SECRET = "c2VjcmV0LW9mLXRoZS1ob3A";

    @Test
    void asksTheContainerByDefault() throws ConfigurationException {
        assertThat(Configuration.complete().read().forwardedTls()).isEmpty();
        assertThat(Configuration.complete()
                        .initParam("tls.source", "direct")
                        .read()
                        .forwardedTls())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tls.forwarded.hop = private",
                "tls.forwarded.proxy-certificates = " + THUMBPRINT + " AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "tls.forwarded.secret-header = Hop\ntls.forwarded.secret = " + SECRET
            })
    void asksAProxyThatIsKnownInOneWay(String way) throws ConfigurationException {
        assertThat(forwarded(way).read().forwardedTls()).isPresent();
    }

    @Test
    void refusesAProxyThatAnybodyCouldBe() {
        assertContradictions(forwarded(""), "tls.source");
        assertContradictions(forwarded("tls.forwarded.proxy-certificates ="), "tls.source");
        assertContradictions(forwarded("tls.forwarded.secret = " + SECRET), "tls.source", "tls.forwarded.secret");
        assertContradictions(forwarded("tls.forwarded.secret-header = Hop"), "tls.forwarded.secret-header");
    }

    @Test
    void refusesTwoWaysToKnowTheProxy() {
        assertContradictions(
                forwarded("tls.forwarded.hop = private\ntls.forwarded.proxy-certificates = " + THUMBPRINT),
                "tls.forwarded.hop");
        assertContradictions(
                forwarded("tls.forwarded.secret-header = Hop\ntls.forwarded.secret = " + SECRET
                        + "\ntls.forwarded.hop = private"),
                "tls.forwarded.hop");
        assertContradictions(
                forwarded("tls.forwarded.secret-header = Hop\ntls.forwarded.secret = " + SECRET
                        + "\ntls.forwarded.hop = private\ntls.forwarded.proxy-certificates = " + THUMBPRINT),
                "tls.forwarded.secret-header",
                "tls.forwarded.hop");
    }

    @Test
    void refusesAProxyThatTellsNothing() {
        assertContradictions(
                Configuration.complete().file("tls.source = forwarded\ntls.forwarded.hop = private"), "tls.source");
        assertContradictions(
                Configuration.complete()
                        .file("tls.source = forwarded\ntls.forwarded.hop = private\ntls.forwarded.tls-unique = U\n"
                                + "tls.forwarded.client-certificate-form = pem"),
                "tls.forwarded.client-certificate-form");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "channel-binding = optional",
                "channel-binding = required",
                "channel-binding = optional\nchannel-binding.types = tls-unique"
            })
    void refusesToCompareWhatTheProxyDoesNotTell(String binding) {
        assertContradictions(forwarded("tls.forwarded.hop = private\n" + binding), "channel-binding.types");
    }

    @Test
    void refusesMtlsWithoutTheCertificatesOfClients() {
        assertContradictions(
                Configuration.complete()
                        .file("tls.source = forwarded\ntls.forwarded.hop = private\ntls.forwarded.tls-unique = U\n"
                                + "schemes = PoP mTLS"),
                "schemes");
    }

    @Test
    void refusesOneHeaderForTwoThings() {
        assertContradictions(
                forwarded("tls.forwarded.hop = private\ntls.forwarded.tls-exporter = client-cert"),
                "tls.forwarded.tls-exporter");
        assertContradictions(
                forwarded("tls.forwarded.secret-header = CLIENT-CERT\ntls.forwarded.secret = " + SECRET),
                "tls.forwarded.secret-header");
    }

    @Test
    void neverShowsTheSecret() throws ConfigurationException {
        Settings settings = forwarded("tls.forwarded.secret-header = Hop\ntls.forwarded.secret = " + SECRET)
                .read();

        assertThat(settings.summary()).contains(" tls.forwarded.secret=(set) ").doesNotContain(SECRET);
        assertThat(forwarded("tls.forwarded.secret-header = Hop\ntls.forwarded.secret = " + SECRET + "=")
                        .refusal())
                .hasMessageContaining("tls.forwarded.secret")
                .message()
                .doesNotContain(SECRET);
    }

    private static Configuration forwarded(String more) {
        return Configuration.complete()
                .file("tls.source = forwarded\ntls.forwarded.client-certificate = Client-Cert\n" + more);
    }

    private static void assertContradictions(Configuration configuration, String... keys) {
        assertThat(configuration.problems())
                .extracting(Problem::kind, Problem::key)
                .containsExactly(Arrays.stream(keys)
                        .map(key -> tuple(CONTRADICTION, key))
                        .toArray(Tuple[]::new));
    }
}
