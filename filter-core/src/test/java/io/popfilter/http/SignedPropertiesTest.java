// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.fixture.Token;
import io.popfilter.http.ProxyMutation.Effect;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.reject.Stage;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The same with the signer on one side and the verifier on the other: what is signed passes, and nothing else does. */
class SignedPropertiesTest {

    private static final long SEED = 9421;
    private static final String WHERE = "seed " + SEED + " round %s %s %s";
    private static final int ROUNDS = 500;
    private static final int ENOUGH = 10;

    private static final CanonicalRules RULES = new CanonicalRules(Set.of(), Set.of("x-tags"));

    /** What is compared or hashed; a reason of another stage would mean that something else was wrong. */
    private static final Set<Stage> STAGES = EnumSet.of(Stage.PARSE, Stage.COVERAGE);

    private final Random random = new Random(SEED);
    private final RandomTargets targets = new RandomTargets(random);
    private final Scene scene = Scene.with(builder -> builder.canonicalRules(RULES));
    private final RequestSigner signer = signer().withRules(RULES);

    @Test
    void aSignedRequestPassesAndPassesAfterWhatProxiesDo() {
        Map<ProxyMutation, Integer> applied = new EnumMap<>(ProxyMutation.class);
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.accepted();
            assertThat(refusal(sent, authorization(sent)))
                    .as(WHERE, round, "", sent)
                    .isEmpty();
            for (ProxyMutation mutation : those(Effect.KEEPS)) {
                Sent mutated = mutation.apply(sent);
                if (!mutated.equals(sent)) {
                    applied.merge(mutation, 1, Integer::sum);
                    assertThat(refusal(mutated, authorization(sent)))
                            .as(WHERE, round, mutation, sent)
                            .isEmpty();
                }
            }
        }
        requireEnough(applied, those(Effect.KEEPS));
    }

    @Test
    void aSignedRequestIsRefusedAfterWhatChangesItsMeaning() {
        Map<ProxyMutation, Integer> applied = new EnumMap<>(ProxyMutation.class);
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.accepted();
            String authorization = authorization(sent);
            for (ProxyMutation mutation : those(Effect.CHANGES)) {
                Sent mutated = mutation.apply(sent);
                if (!mutated.equals(sent)) {
                    applied.merge(mutation, 1, Integer::sum);
                    requireRefused(mutated, authorization, round, mutation, sent);
                }
            }
            assertThat(refusal(sent, authorization)).as("nothing was spent").isEmpty();
        }
        requireEnough(applied, those(Effect.CHANGES));
    }

    @Test
    void aSignedRequestIsRefusedAfterWhatAnAttackerChanges() {
        Map<MeaningChange, Integer> applied = new EnumMap<>(MeaningChange.class);
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.accepted();
            String authorization = authorization(sent);
            for (MeaningChange change : MeaningChange.values()) {
                Sent changed = change.apply(sent, random);
                if (!changed.equals(sent)) {
                    applied.merge(change, 1, Integer::sum);
                    requireRefused(changed, authorization, round, change, sent);
                }
            }
            assertThat(refusal(sent, authorization)).as("nothing was spent").isEmpty();
        }
        requireEnough(applied, EnumSet.allOf(MeaningChange.class));
    }

    @Test
    void aSignatureIsForNoOtherRequest() {
        List<Sent> others = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.accepted();
            String authorization = authorization(sent);
            for (Sent other : others) {
                if (!other.canonical(RULES).equals(sent.canonical(RULES))) {
                    requireRefused(other, authorization, round, "for another", sent);
                }
            }
            others.add(sent);
            if (others.size() > ENOUGH) {
                others.remove(0);
            }
        }
    }

    /** What a {@link URI} can hold; the rest cannot be given to the signer. */
    @Test
    void whatTheVerifierRefusesIsNotSigned() {
        int refused = 0;
        for (int round = 0; round < 10 * ROUNDS; round++) {
            Sent sent = targets.next();
            Optional<URI> uri = uri(sent);
            if (uri.isPresent() && sent.canonical(RULES).isEmpty() && !isOnlyFieldsAtFault(sent)) {
                refused++;
                assertThatThrownBy(
                                () -> signer.authorization(RequestToSign.of(sent.method(), uri.get())),
                                WHERE,
                                round,
                                "",
                                sent)
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(refused).isGreaterThan(10 * ENOUGH);
    }

    private static boolean isOnlyFieldsAtFault(Sent sent) {
        Sent faultless = new Sent(sent.method(), sent.host(), sent.path(), sent.query(), List.of());
        for (String name : Sent.COVERED) {
            faultless = faultless.add(name, "a/b");
        }
        return faultless.canonical(RULES).isPresent();
    }

    private void requireRefused(Sent changed, String authorization, int round, Object change, Sent sent) {
        assertThat(refusal(changed, authorization).map(Reason::stage))
                .as(WHERE, round, change, sent)
                .hasValueSatisfying(stage -> assertThat(stage).isIn(STAGES));
    }

    private static <E extends Enum<E>> void requireEnough(Map<E, Integer> applied, Set<E> all) {
        assertThat(all)
                .allSatisfy(change -> assertThat(applied.getOrDefault(change, 0))
                        .as("applications of " + change)
                        .isGreaterThan(ENOUGH));
    }

    private static Set<ProxyMutation> those(Effect effect) {
        Set<ProxyMutation> those = EnumSet.allOf(ProxyMutation.class);
        those.removeIf(mutation -> mutation.effect() != effect);
        return those;
    }

    /** A {@link URI} takes no illegal characters; what is received may have them nevertheless. */
    private static Sent sendable(Sent sent) {
        return ProxyMutation.QUERY_ILLEGAL_CHARACTERS_ENCODED.apply(
                ProxyMutation.ILLEGAL_CHARACTERS_ENCODED.apply(sent));
    }

    private String authorization(Sent sent) {
        RequestToSign request =
                RequestToSign.of(sent.method(), uri(sendable(sent)).orElseThrow());
        for (Sent.Field field : sent.fields()) {
            boolean isCovered = Sent.COVERED.stream().anyMatch(field::is);
            request = isCovered ? request.field(field.name(), field.value()) : request;
        }
        return signer.authorization(request);
    }

    private static Optional<URI> uri(Sent sent) {
        try {
            URI uri = URI.create("https://" + sent.host() + sent.path() + sent.query());
            // a fragment is no part of what is sent, and signers leave it out
            return uri.getRawFragment() == null ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Why the verifier refuses it: nothing when it does not. */
    private Optional<Reason> refusal(Sent sent, String authorization) {
        FakeRequest request = sent.received().authorization(authorization);
        try {
            request.host(Authority.of(sent.host(), UriScheme.HTTPS, RULES).value());
        } catch (MalformedException e) {
            return Optional.of(Reason.AUTHORITY_UNACCEPTABLE);
        }
        try {
            scene.verify(request);
            return Optional.empty();
        } catch (Rejection e) {
            return Optional.of(e.reason());
        }
    }

    private static RequestSigner signer() {
        byte[] secret = Bytes.utf8("0123456789abcdef0123456789abcdef");
        Map<String, Object> jwk = Map.of("kty", "oct", "k", Bytes.base64url(secret));
        return RequestSigner.of(
                Token.encrypted().cnf(Map.of("jwk", jwk)).text(),
                SigningKey.secret(SignatureAlgorithm.HS256, secret),
                new SettableClock(Scene.NOW));
    }
}
