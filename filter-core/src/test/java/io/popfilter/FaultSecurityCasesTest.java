// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.authorization.AuthorizationCheck;
import io.popfilter.authorization.AuthorizationPolicy;
import io.popfilter.body.BodyPolicy;
import io.popfilter.channel.ChannelCheck;
import io.popfilter.channel.ChannelPolicy;
import io.popfilter.coverage.CoverageCheck;
import io.popfilter.coverage.CoveragePolicy;
import io.popfilter.coverage.ExternalAddresses;
import io.popfilter.coverage.FieldPolicy;
import io.popfilter.coverage.UnsignedParts;
import io.popfilter.fixture.Bodies;
import io.popfilter.fixture.FakeReplayStore;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.fixture.Token;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.Signatures;
import io.popfilter.proof.FreshnessWindow;
import io.popfilter.proof.NonceCheck;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.replay.ReplayCheck;
import io.popfilter.replay.ReplayStore;
import io.popfilter.scheme.SchemeName;
import io.popfilter.scheme.Schemes;
import io.popfilter.token.AccessTokens;
import io.popfilter.token.ReferencedAccessTokens;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Row V-51: whatever throws whatever, nobody passes. */
class FaultSecurityCasesTest {

    private static final List<Throwable> FAULTS = List.of(
            new IllegalStateException("fault"),
            new NullPointerException(),
            new SecurityException("fault"),
            new ArrayIndexOutOfBoundsException(7),
            new StackOverflowError(),
            new OutOfMemoryError("fault"),
            new NoClassDefFoundError("fault"),
            new AssertionError("fault"));

    private final Scene scene = Scene.standard();
    private final FakeReplayStore store = new FakeReplayStore();

    @ParameterizedTest
    @MethodSource("placesAndFaults")
    void v51_aFaultAnywhereLetsNobodyPass(Place place, Throwable fault) throws Exception {
        FakeRequest good = FakeRequest.get().signed(scene.proof());
        ReceivedRequest request = new Faulty(good, place, fault);
        RequestVerifier verifier = verifier(place, fault);
        if (fault instanceof RuntimeException || fault instanceof StackOverflowError) {
            assertThatThrownBy(() -> verifier.verify(request, RequestTarget.read(good, "")))
                    .isInstanceOfSatisfying(Rejection.class, rejection -> {
                        assertThat(rejection.reason()).isEqualTo(Reason.INTERNAL_FAULT);
                        assertThat(rejection.reason().error().status()).isEqualTo(503);
                        assertThat(rejection.getCause()).isSameAs(fault);
                    });
        } else {
            assertThatThrownBy(() -> verifier.verify(request, RequestTarget.read(good, "")))
                    .isSameAs(fault);
        }
        assertThat(store.asked()).hasSize(place == Place.STORE ? 0 : place == Place.SECOND_LOOK_AT_CLOCK ? 1 : 0);
    }

    static Stream<Arguments> placesAndFaults() {
        return Stream.of(Place.values())
                .flatMap(place -> FAULTS.stream()
                        .map(fault ->
                                Arguments.of(place, Named.of(fault.getClass().getSimpleName(), fault))));
    }

    @Test
    void v51_theSameRequestPassesWithoutAFault() throws Exception {
        FakeRequest good = FakeRequest.get().signed(scene.proof());
        verifier(null, new IllegalStateException()).verify(good, RequestTarget.read(good, ""));
        assertThat(store.asked()).hasSize(1);
    }

    @Test
    void v51_aBodyThatIsCutOffIsTheClientsFault() {
        InputStream broken = Bodies.broken(() -> {
            throw new IOException("cut");
        });
        assertThat(scene.refusal(FakeRequest.get().body(-1, broken).signed(scene.proof())))
                .isEqualTo(Reason.BODY_UNREADABLE);
    }

    private enum Place {
        CLOCK,
        SECOND_LOOK_AT_CLOCK,
        TOKENS,
        STORE,
        FIELD_LINES,
        CONNECTED_ADDRESS,
        ANNOUNCED_BODY_LENGTH,
        BODY,
        BODY_READ
    }

    private RequestVerifier verifier(@Nullable Place place, Throwable fault) {
        SettableClock still = new SettableClock(Scene.NOW);
        InstantSource clock = () -> failing(place == Place.CLOCK, fault, still.instant());
        InstantSource secondClock = () -> failing(place == Place.SECOND_LOOK_AT_CLOCK, fault, still.instant());
        Signatures signatures = new Signatures();
        Digests digests = new Digests();
        AccessTokens tokens = Scene.jwts(Duration.ZERO, List.of(), Scene.verificationKeys(List.of(Token.ISSUER_KEY)));
        AccessTokens failingTokens = (text, now) -> failing(place == Place.TOKENS, fault, tokens.resolve(text, now));
        FreshnessWindow window = new FreshnessWindow(Duration.ofSeconds(60), Duration.ofSeconds(5));
        ReplayStore failing = (thumbprint, id, until) -> failing(true, fault, ReplayStore.Spending.FIRST_USE);
        return new RequestVerifier(
                clock,
                Schemes.of(List.of(SchemeName.POP), EnumSet.allOf(SignatureAlgorithm.class), digests),
                window,
                NonceCheck.off(),
                ReferencedAccessTokens.withoutIdentifiers(failingTokens, digests),
                signatures,
                CanonicalRules.strict(),
                new CoverageCheck(
                        CoveragePolicy.everything(),
                        FieldPolicy.none(),
                        UnsignedParts.SHOWN,
                        CanonicalRules.strict(),
                        ExternalAddresses.directExposure(),
                        digests,
                        BodyPolicy.defaults().withMaxOctets(100)),
                new ChannelCheck(ChannelPolicy.off()),
                new AuthorizationCheck(AuthorizationPolicy.nothing(), Duration.ZERO),
                Optional.of(new ReplayCheck(place == Place.STORE ? failing : store, window, secondClock)),
                false,
                "sub");
    }

    private static <T> T failing(boolean isHere, Throwable fault, T value) {
        if (isHere && fault instanceof Error error) {
            throw error;
        }
        if (isHere) {
            throw (RuntimeException) fault;
        }
        return value;
    }

    /** The good request, but one method fails. */
    private record Faulty(ReceivedRequest good, Place place, Throwable fault) implements ReceivedRequest {

        @Override
        public String method() {
            return good.method();
        }

        @Override
        public String rawPath() {
            return good.rawPath();
        }

        @Override
        public @Nullable String rawQuery() {
            return good.rawQuery();
        }

        @Override
        public List<String> fieldLines(String lowerCaseName) {
            return failing(place == Place.FIELD_LINES, fault, good.fieldLines(lowerCaseName));
        }

        @Override
        public String peerAddress() {
            return good.peerAddress();
        }

        @Override
        public ExternalAddress connectedAddress(CanonicalRules rules) throws Rejection {
            return failing(place == Place.CONNECTED_ADDRESS, fault, good.connectedAddress(rules));
        }

        @Override
        public long announcedBodyLength() {
            return failing(place == Place.ANNOUNCED_BODY_LENGTH, fault, good.announcedBodyLength());
        }

        @Override
        public InputStream body() throws IOException {
            InputStream body = failing(place == Place.BODY, fault, good.body());
            return Bodies.after(() -> failing(place == Place.BODY_READ, fault, 0), body);
        }
    }
}
