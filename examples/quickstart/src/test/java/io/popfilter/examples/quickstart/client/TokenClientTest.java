// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import io.popfilter.examples.quickstart.as.AuthorizationServer;
import io.popfilter.examples.quickstart.as.ClientKeys;
import io.popfilter.examples.quickstart.as.Credentials;
import io.popfilter.examples.quickstart.as.InitialAccess;
import io.popfilter.examples.quickstart.as.RegisteredClient;
import io.popfilter.examples.quickstart.as.ResourceServer;
import io.popfilter.examples.quickstart.as.ResourceServer.TokenFormat;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import java.io.IOException;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client registers and gets tokens; the key that it then holds is the one that the resource server is told. */
class TokenClientTest {

    private static final String RESOURCE = "https://vault.example";
    private static final ClientSecret READER = new ClientSecret("vault", "s3cret of vault");

    private final HttpClient http = HttpClient.newHttpClient();
    private final ECKey pair = Registration.newKeyPair("one");
    private ECKey postBox;
    private AuthorizationServer as;
    private Registration registration;

    @BeforeEach
    void start() throws Exception {
        postBox = new ECKeyGenerator(Curve.P_256)
                .keyID("post box")
                .keyUse(KeyUse.ENCRYPTION)
                .generate();
        RegisteredClient withPostBox = new RegisteredClient(
                new Credentials("post", Optional.of("s3cret"), ClientKeys.of(new JWKSet(postBox).toString())),
                RegisteredClient.Proof.ALWAYS,
                Set.of("read"),
                Optional.empty());
        ResourceServer vault = ResourceServer.register(
                RESOURCE, TokenFormat.OPAQUE, Credentials.withSecret(READER.id(), READER.secret()));
        as = AuthorizationServer.start(
                List.of(withPostBox), List.of(vault), new InitialAccess("may-register", Set.of("read")));
        registration = new Registration(http, as.registrationEndpoint(), "may-register");
    }

    @AfterEach
    void stop() throws Exception {
        as.close();
    }

    @Test
    void registersForASecretAndUsesIt() throws Exception {
        ClientSecret credentials = registration.withSecret("Till");
        KeyBoundToken token = client(credentials).withSecret(RESOURCE, "read");

        assertThat(introspect(token).at("/client_id").asText()).isEqualTo(credentials.id());
        assertThat(introspect(token).at("/cnf").has("jwe")).isTrue();
    }

    @Test
    void registersAKeyAndIsBoundToIt() throws Exception {
        SignedAssertion credentials = registration.withKey("Till", "tills", pair, as.issuer());
        KeyBoundToken token = client(credentials).withRegisteredKey(pair, RESOURCE, "read");

        assertThat(introspect(token).at("/client_id").asText()).isEqualTo(credentials.id());
        assertThat(introspect(token).at("/cnf").toString()).isEqualTo("{\"kid\":\"one\"}");
        assertThat(token.key().thumbprint().value())
                .isEqualTo(pair.computeThumbprint().toString());
    }

    @Test
    void authenticatesAnewForEachToken() throws Exception {
        TokenClient client = client(registration.withKey("Till", "tills", pair, as.issuer()));

        assertThat(client.withSecret(RESOURCE, "read")).isNotEqualTo(client.withSecret(RESOURCE, "read"));
    }

    @Test
    void sendsItsPublicKey() throws Exception {
        SigningKey key = SigningKey.generate(SignatureAlgorithm.ES256);
        KeyBoundToken token = client(registration.withSecret("Till")).withKeyPair(key, RESOURCE, "read");

        assertThat(thumbprintIn(token)).isEqualTo(key.thumbprint().value());
    }

    @Test
    void receivesAKeyPair() throws Exception {
        KeyBoundToken token = client(registration.withSecret("Till")).withReceivedKeyPair(RESOURCE, "read");

        assertThat(thumbprintIn(token)).isEqualTo(token.key().thumbprint().value());
    }

    @Test
    void opensASecretThatIsEncryptedToItsKey() throws Exception {
        KeyBoundToken token = client(new ClientSecret("post", "s3cret")).withWrappedSecret(postBox, RESOURCE, "read");

        assertThat(token.key().algorithm()).isEqualTo(SignatureAlgorithm.HS256);
    }

    @Test
    void doesNotTakeASecretThatIsEncryptedToAnotherKey() {
        ECKey other = Registration.newKeyPair("post box");

        assertThatIOException()
                .isThrownBy(
                        () -> client(new ClientSecret("post", "s3cret")).withWrappedSecret(other, RESOURCE, "read"));
    }

    @Test
    void takesARefusalForAFailure() {
        assertThatIOException()
                .isThrownBy(() -> client(new ClientSecret("post", "wrong")).withSecret(RESOURCE, "read"));
        assertThatIOException()
                .isThrownBy(() -> new Registration(http, as.registrationEndpoint(), "wrong").withSecret("Till"));
    }

    private TokenClient client(ClientCredentials credentials) {
        return new TokenClient(http, as.tokenEndpoint(), credentials);
    }

    private JsonNode introspect(KeyBoundToken token) throws IOException, InterruptedException {
        return Answer.of(
                        http,
                        FormPost.to(as.introspectionEndpoint(), Map.of("token", token.accessToken()), READER)
                                .build())
                .json();
    }

    private String thumbprintIn(KeyBoundToken token) throws Exception {
        return ECKey.parse(introspect(token).at("/cnf/jwk").toString())
                .computeThumbprint()
                .toString();
    }
}
