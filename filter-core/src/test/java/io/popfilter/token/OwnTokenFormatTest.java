// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.popfilter.PopPrincipal;
import io.popfilter.RequestVerifier;
import io.popfilter.RequestVerifierBuilder;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.KeyDefectException;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OwnTokenFormatTest {

    private static final Instant NOW = Instant.parse("2026-01-15T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final SigningKey KEY = SigningKey.generate(SignatureAlgorithm.ES256);
    private static final Confirmation CONFIRMATION = Confirmation.ofThumbprint(KEY.thumbprint());

    @Test
    void isAcceptedWithTheClaimsThatItGives() throws Rejection {
        Map<String, Object> claims = Map.of("sub", "alice", "client_id", "client-1", "scope", "read write");
        PopPrincipal principal = verify(AccessToken.verified(claims, CONFIRMATION, NOW, LATER));

        assertThat(principal.subject()).contains("alice");
        assertThat(principal.client()).contains("client-1");
        assertThat(principal.scopes()).containsExactly("read", "write");
        assertThat(principal.claims()).isEqualTo(claims);
    }

    @Test
    void mayLeaveEveryClaimOut() throws Rejection {
        PopPrincipal principal = verify(AccessToken.verified(Map.of(), CONFIRMATION, NOW, LATER));

        assertThat(principal.subject()).isEmpty();
        assertThat(principal.scopes()).isEmpty();
    }

    @Test
    void isRefusedWhenItReturnsAnExpiredToken() {
        AccessToken token = AccessToken.verified(Map.of(), CONFIRMATION, Instant.EPOCH, NOW);

        assertRefused(token, Reason.TOKEN_EXPIRED);
    }

    @Test
    void isRefusedWhenItReturnsATokenOfTheFuture() {
        AccessToken token = AccessToken.verified(Map.of(), CONFIRMATION, NOW.plusSeconds(1), LATER);

        assertRefused(token, Reason.TOKEN_NOT_YET_VALID);
    }

    @Test
    void isRefusedWhenItsTokenIsBoundToAnotherKey() {
        Confirmation other = Confirmation.ofThumbprint(
                SigningKey.generate(SignatureAlgorithm.ES256).thumbprint());

        assertRefused(AccessToken.verified(Map.of(), other, NOW, LATER), Reason.KEY_MISMATCH);
    }

    @Test
    void doesNotGoWithKeysForJwts() throws MalformedException, KeyDefectException {
        DecryptionKey key = DecryptionKey.fromJwk(
                Json.object("{\"kty\":\"oct\",\"k\":\"AAAAAAAAAAAAAAAAAAAAAA\"}".getBytes(StandardCharsets.US_ASCII)));
        RequestVerifierBuilder builder = builder()
                .accessTokens((text, now) -> AccessToken.verified(Map.of(), CONFIRMATION, NOW, LATER))
                .decryptionKeys(List.of(key));

        assertThatIllegalStateException().isThrownBy(builder::build);
    }

    private static RequestVerifierBuilder builder() {
        return new RequestVerifierBuilder("https://as.example.com", "https://api.example.com", () -> NOW)
                .replayProtectionInMemory(10);
    }

    private static void assertRefused(AccessToken token, Reason reason) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> verify(token))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static PopPrincipal verify(AccessToken token) throws Rejection {
        RequestVerifier verifier = builder().accessTokens((text, now) -> token).build();
        String authorization = RequestSigner.presentingKey("opaque", KEY, () -> NOW)
                .authorization(RequestToSign.of("GET", URI.create("https://api.example.com/things")));
        ReceivedRequest request = new Get(authorization);
        return verifier.verify(request, RequestTarget.read(request, "")).principal();
    }

    /** GET https://api.example.com/things. */
    private record Get(String authorization) implements ReceivedRequest {

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String rawPath() {
            return "/things";
        }

        @Override
        public @Nullable String rawQuery() {
            return null;
        }

        @Override
        public List<String> fieldLines(String lowerCaseName) {
            return lowerCaseName.equals("authorization") ? List.of(authorization) : List.of();
        }

        @Override
        public String peerAddress() {
            return "192.0.2.1";
        }

        @Override
        public ExternalAddress connectedAddress(CanonicalRules rules) {
            try {
                return ExternalAddress.parse("https://api.example.com");
            } catch (MalformedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public long announcedBodyLength() {
            return 0;
        }

        @Override
        public InputStream body() {
            return InputStream.nullInputStream();
        }
    }
}
