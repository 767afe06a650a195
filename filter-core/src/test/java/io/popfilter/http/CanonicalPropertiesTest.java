// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.http.ProxyMutation.Effect;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every request: one canonical form for one meaning, whatever happened to it on the way; or a refusal. */
class CanonicalPropertiesTest {

    private static final long SEED = 3986;
    private static final String WHERE = "seed " + SEED + " round %s %s";
    private static final int ROUNDS = 5000;
    private static final int ENOUGH = 20;

    private static final CanonicalRules STRICT = new CanonicalRules(Set.of(), Set.of("x-tags"));
    private static final CanonicalRules ALLOWING = new CanonicalRules(EnumSet.allOf(Allowance.class), Set.of("x-tags"));

    /** What these change is clear where signer and verifier agree on it, and the change shows. */
    private static final Set<ProxyMutation> ALLOWED =
            EnumSet.of(ProxyMutation.PATH_PARAMETERS_STRIPPED, ProxyMutation.PERCENT_SIGN_DECODED);

    private final Random random = new Random(SEED);
    private final RandomTargets targets = new RandomTargets(random);

    static Stream<CanonicalRules> rules() {
        return Stream.of(STRICT, ALLOWING);
    }

    static Stream<ProxyMutation> keeping() {
        return those(Effect.KEEPS);
    }

    static Stream<ProxyMutation> changing() {
        return those(Effect.CHANGES);
    }

    static Stream<ProxyMutation> repairing() {
        return those(Effect.REPAIRS);
    }

    private static Stream<ProxyMutation> those(Effect effect) {
        return Arrays.stream(ProxyMutation.values()).filter(mutation -> mutation.effect() == effect);
    }

    @Test
    void theGeneratorMakesBothKinds() {
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            accepted += targets.next().canonical(STRICT).isPresent() ? 1 : 0;
            Sent good = targets.accepted();
            assertThat(good.canonical(STRICT)).as(WHERE, round, good).isPresent();
        }
        assertThat(accepted).isBetween(ROUNDS / 3, ROUNDS * 3 / 4);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theCanonicalFormIsAcceptedAndItsOwn(CanonicalRules rules) {
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.next();
            Optional<Sent.Canonical> canonical = sent.canonical(rules);
            if (canonical.isPresent()) {
                accepted++;
                Sent again = sentAs(canonical.get());
                assertThat(again.canonical(rules)).as(WHERE, round, sent).isEqualTo(canonical);
            }
        }
        assertThat(accepted).isGreaterThan(ROUNDS / 3);
    }

    private static Sent sentAs(Sent.Canonical canonical) {
        Sent sent = new Sent(
                canonical.method(),
                canonical.authority(),
                canonical.path(),
                canonical.query().isEmpty() ? "" : "?" + canonical.query(),
                List.of());
        for (String line : canonical.fields().split("\n", -1)) {
            String[] field = line.split(": ", 2);
            sent = sent.add(field[0], field[1]);
        }
        return sent;
    }

    @ParameterizedTest
    @MethodSource("keeping")
    void whatKeepsTheMeaningKeepsTheCanonicalForm(ProxyMutation mutation) {
        int applied = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.next();
            Sent mutated = mutation.apply(sent);
            Optional<Sent.Canonical> canonical = sent.canonical(STRICT);
            if (canonical.isPresent() && !mutated.equals(sent)) {
                applied++;
                assertThat(mutated.canonical(STRICT)).as(WHERE, round, sent).isEqualTo(canonical);
            }
        }
        assertThat(applied).isGreaterThan(ENOUGH);
    }

    @Test
    void severalMutationsOneAfterTheOtherKeepItToo() {
        List<ProxyMutation> keeping = keeping().toList();
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.accepted();
            Sent mutated = sent;
            for (int i = 0; i < 6; i++) {
                mutated = keeping.get(random.nextInt(keeping.size())).apply(mutated);
            }
            assertThat(mutated.canonical(STRICT)).as(WHERE, round, sent).isEqualTo(sent.canonical(STRICT));
        }
    }

    /** But for lines that are joined: a quoted string that began on the one may end on the other. */
    static Stream<ProxyMutation> keepingWhatIsRefused() {
        return keeping().filter(mutation -> mutation != ProxyMutation.LINES_JOINED);
    }

    @ParameterizedTest
    @MethodSource("keepingWhatIsRefused")
    void whatKeepsTheMeaningKeepsTheRefusal(ProxyMutation mutation) {
        int applied = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.next();
            Sent mutated = mutation.apply(sent);
            if (!mutated.equals(sent) && sent.canonical(STRICT).isEmpty()) {
                applied++;
                assertThat(mutated.canonical(STRICT)).as(WHERE, round, sent).isEmpty();
            }
        }
        assertThat(applied).isGreaterThan(ENOUGH);
    }

    @ParameterizedTest
    @MethodSource("changing")
    void whatChangesTheMeaningChangesTheCanonicalForm(ProxyMutation mutation) {
        for (CanonicalRules rules : List.of(STRICT, ALLOWING)) {
            assertThat(acceptedBefore(mutation, rules)).isGreaterThan(ENOUGH);
        }
    }

    /** How many accepted requests became others, none of which has the same canonical form. */
    private int acceptedBefore(ProxyMutation mutation, CanonicalRules rules) {
        int accepted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.next();
            Sent mutated = mutation.apply(sent);
            Optional<Sent.Canonical> canonical = mutated.equals(sent) ? Optional.empty() : sent.canonical(rules);
            if (canonical.isPresent()) {
                accepted++;
                assertThat(mutated.canonical(rules)).as(WHERE, round, sent).isNotEqualTo(canonical);
            }
        }
        return accepted;
    }

    @ParameterizedTest
    @MethodSource("repairing")
    void whatMakesAnAmbiguousRequestClearHasNoneToWorkOnThatWasSigned(ProxyMutation mutation) {
        int applied = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Sent sent = targets.next();
            if (!mutation.apply(sent).equals(sent)) {
                applied++;
                assertThat(sent.canonical(STRICT)).as(WHERE, round, sent).isEmpty();
            }
        }
        assertThat(applied).isGreaterThan(ENOUGH);
        assertThat(acceptedBefore(mutation, STRICT)).isZero();
        if (ALLOWED.contains(mutation)) {
            assertThat(acceptedBefore(mutation, ALLOWING)).isGreaterThan(ENOUGH);
        } else {
            assertThat(acceptedBefore(mutation, ALLOWING)).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void twoPathsWithOneCanonicalFormAreOneToAContainer(CanonicalRules rules) {
        Map<String, String> meanings = new HashMap<>();
        int met = 0;
        for (int round = 0; round < 5 * ROUNDS; round++) {
            Sent sent = targets.next();
            Optional<Sent.Canonical> canonical = sent.canonical(rules);
            if (canonical.isPresent()) {
                String meaning = Spelling.decoded(sent.path().isEmpty() ? "/" : sent.path());
                String before = meanings.putIfAbsent(canonical.get().path(), meaning);
                met += before == null || sent.path().equals(canonical.get().path()) ? 0 : 1;
                assertThat(before).as(WHERE, round, sent).isIn(null, meaning);
            }
        }
        assertThat(met).isGreaterThan(ENOUGH);
    }

    @Test
    void twoPathsThatAreOneToAContainerHaveOneCanonicalForm() {
        Map<String, String> forms = new HashMap<>();
        int met = 0;
        for (int round = 0; round < 5 * ROUNDS; round++) {
            Sent sent = targets.accepted();
            String path = sent.canonical(STRICT).orElseThrow().path();
            String before = forms.putIfAbsent(Spelling.decoded(sent.path().isEmpty() ? "/" : sent.path()), path);
            met += before == null || sent.path().equals(path) ? 0 : 1;
            assertThat(before).as(WHERE, round, sent).isIn(null, path);
        }
        assertThat(met).isGreaterThan(ENOUGH);
    }

    @ParameterizedTest
    @EnumSource
    void everyOtherMeaningHasAnotherCanonicalForm(MeaningChange change) {
        for (CanonicalRules rules : List.of(STRICT, ALLOWING)) {
            int applied = 0;
            for (int round = 0; round < ROUNDS; round++) {
                Sent sent = targets.accepted();
                Sent changed = change.apply(sent, random);
                if (!changed.equals(sent)) {
                    applied++;
                    assertThat(changed.canonical(rules))
                            .as(WHERE + " became %s", round, sent, changed)
                            .isNotEqualTo(sent.canonical(rules));
                }
            }
            assertThat(applied).isGreaterThan(ENOUGH);
        }
    }
}
