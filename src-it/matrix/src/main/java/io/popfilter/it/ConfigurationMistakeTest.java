// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.jose.SignatureAlgorithm;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A configuration that is wrong keeps the application from being served. */
class ConfigurationMistakeTest {

    @AutoClose
    private static final TemporaryDirectory FILES = TemporaryDirectory.create();

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void servesNothing(String what, Map<String, String> changes, String message) {
        String told;
        try (Server server = Server.start("", changes)) {
            Client client = Client.of(server);
            assertThat(server.send(client.get("/orders")).status()).isIn(404, 500, 503);
            assertThat(server.send(client.plain("GET", "/orders")).status()).isIn(404, 500, 503);
            assertThat(server.application().seen()).isEmpty();
            told = server.log().text();
        } catch (Server.StartFailure e) {
            told = e.log() + stackTrace(e);
        }
        assertThat(told).contains("popfilter cannot start").contains(message);
        assertThat(told).doesNotContain(AuthorizationServer.ONLY.secrets());
    }

    static List<Arguments> mistakes() {
        return List.of(
                mistake("unknown key", Map.of("tokn.issuer", "x"), "did you mean token.issuer?"),
                mistake("unknown key, in another letter case", Map.of("Exclude", "/x"), "exclude"),
                mistake("missing resource", Map.of("resource", ""), "resource"),
                mistake("missing issuer", Map.of("token.issuer", ""), "token.issuer"),
                mistake(
                        "no keys",
                        Map.of("token.decryption-keys", "", "token.verification-keys", ""),
                        "token.decryption-keys"),
                mistake("no such key file", keys("file:/nonexistent/keys.jwks"), "token.decryption-keys"),
                mistake("a directory for a key file", keys("file:" + FILES.path()), "token.decryption-keys"),
                mistake("empty key file", keys(file("empty.jwks", "")), "token.decryption-keys"),
                mistake("key file without keys", keys(file("none.jwks", "{\"keys\":[]}")), "token.decryption-keys"),
                mistake("key file that is no JSON", keys(file("text.jwks", "secret")), "token.decryption-keys"),
                mistake(
                        "public key for decryption",
                        keys(file(
                                "public.jwk",
                                JSONObjectUtils.toJSONString(
                                        ClientKey.of(SignatureAlgorithm.RS256).jwk()))),
                        "token.decryption-keys"),
                mistake(
                        "contradiction",
                        Map.of("proof.max-age", "PT1S", "proof.max-future", "PT2S"),
                        "proof.max-future"),
                mistake("wrong form", Map.of("proof.max-age", "60s"), "PT60S"),
                mistake("everything excluded", Map.of("exclude", "/*"), "exclude"),
                mistake("no replay protection", Map.of("replay.store", "none"), "replay.store"),
                mistake("config that does not exist", Map.of("config", "/WEB-INF/none.properties"), "none.properties"));
    }

    @Test
    void startsWithoutAMistake() {
        try (Server server = Server.start()) {
            assertThat(server.send(Client.of(server).get("/orders")).status()).isEqualTo(200);
            assertThat(server.log().text()).contains("resource=https://api.example.com");
        }
    }

    @Test
    void readsAFileThatTheInitParamNames() {
        String lines = "resource = https://api.example.com\ntoken.issuer = https://as.example.com\n"
                + "token.decryption-keys = " + file("keys.jwks", AuthorizationServer.ONLY.decryptionKeys()) + "\n";
        Map<String, String> changes = Map.of(
                "config", file("popfilter.properties", lines),
                "resource", "",
                "token.issuer", "",
                "token.decryption-keys", "",
                "token.verification-keys", "");

        try (Server server = Server.start("", changes)) {
            assertThat(server.send(Client.of(server).get("/orders")).status()).isEqualTo(200);
        }
    }

    private static Arguments mistake(String what, Map<String, String> changes, String message) {
        return Arguments.of(what, changes, message);
    }

    private static Map<String, String> keys(String location) {
        return Map.of("token.decryption-keys", location);
    }

    private static String file(String name, String content) {
        try {
            Path file = FILES.path().resolve(name);
            return "file:" + Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
