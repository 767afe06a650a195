// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys that the authorization server publishes, and how it changes them. */
class JwkSetTest {

    private RunningServer as;

    @BeforeEach
    void start() throws Exception {
        as = new RunningServer();
    }

    @AfterEach
    void stop() throws Exception {
        as.close();
    }

    @Test
    void everybodyMayReadThePublicHalves() throws Exception {
        HttpResponse<String> response = as.exchange(HttpRequest.newBuilder(as.server.jwksUri()));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/jwk-set+json");
        assertThat(JWKSet.parse(response.body()).getKeys()).hasSize(1).allSatisfy(key -> {
            assertThat(key.isPrivate()).isFalse();
            assertThat(key.getAlgorithm().getName()).isEqualTo("ES256");
            assertThat(key.getKeyUse().getValue()).isEqualTo("sig");
        });
        assertThat(response.body()).isEqualTo(as.server.verificationKeys());
    }

    @Test
    void aNewKeySignsWhileTheOldOneIsStillPublished() throws Exception {
        SignedJWT before = token();
        as.server.rotateSigningKey();
        SignedJWT after = token();

        assertThat(after.getHeader().getKeyID()).isNotEqualTo(before.getHeader().getKeyID());
        assertThat(isVerified(before)).isTrue();
        assertThat(isVerified(after)).isTrue();
    }

    @Test
    void anOldKeyIsRemovedInTheEnd() throws Exception {
        SignedJWT before = token();
        as.server.rotateSigningKey();
        as.server.removeOldSigningKeys();

        assertThat(isVerified(before)).isFalse();
        assertThat(isVerified(token())).isTrue();
        assertThat(published().size()).isOne();
    }

    private SignedJWT token() throws Exception {
        return SignedJWT.parse(as.token("https://post.example"));
    }

    private boolean isVerified(SignedJWT token) throws Exception {
        JWK key = published().getKeyByKeyId(token.getHeader().getKeyID());
        return key != null && token.verify(new ECDSAVerifier(key.toECKey()));
    }

    private JWKSet published() throws Exception {
        return JWKSet.parse(as.send(HttpRequest.newBuilder(as.server.jwksUri())).body());
    }
}
