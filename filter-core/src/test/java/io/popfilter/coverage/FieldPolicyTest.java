// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which header fields have to be covered, and which field may not name them. */
class FieldPolicyTest {

    private final Scene scene = Scene.standard();
    private final Scene demanding =
            Scene.with(builder -> builder.fields(new FieldPolicy(Set.of("x-tenant"), Set.of("x-user"))));

    @Test
    void aRequiredFieldHasToBeThereAndCovered() {
        Proof covering = demanding.proof().fields("x-tenant", "a");
        demanding.accept(FakeRequest.get().field("x-tenant", "a").signed(covering));
        Rejection rejection =
                demanding.rejection(FakeRequest.get().field("x-tenant", "a").signed(demanding.proof()));
        assertThat(rejection.reason()).isEqualTo(Reason.COMPONENT_NOT_COVERED);
        assertThat(rejection.facts().subject()).contains("field x-tenant");
        assertThat(demanding.refusal(FakeRequest.get().signed(demanding.proof())))
                .isEqualTo(Reason.COMPONENT_NOT_COVERED);
        assertThat(demanding.refusal(FakeRequest.get().signed(covering))).isEqualTo(Reason.FIELD_ABSENT);
    }

    @Test
    void aSensitiveFieldHasToBeCoveredWhenItIsThere() {
        FakeRequest request = FakeRequest.get().field("x-tenant", "a").field("x-user", "root");
        assertThat(demanding.refusal(request.signed(demanding.proof().fields("x-tenant", "a"))))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
        demanding.accept(FakeRequest.get()
                .field("x-tenant", "a")
                .field("x-user", "root")
                .signed(demanding.proof().fields("x-tenant", "a", "x-user", "root")));
    }

    @Test
    void thePolicyAddsToWhatIsAlwaysSensitive() {
        assertThat(demanding.refusal(FakeRequest.get()
                        .field("x-tenant", "a")
                        .field("x-original-url", "/admin")
                        .signed(demanding.proof().fields("x-tenant", "a"))))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cookie", "X-Tenant", "x_tenant", "", "date"})
    void whatCanNeverBeCoveredCannotBeDemanded(String name) {
        for (FieldPolicy policy :
                List.of(new FieldPolicy(Set.of(name), Set.of()), new FieldPolicy(Set.of(), Set.of(name)))) {
            assertThatIllegalStateException().isThrownBy(() -> Scene.with(builder -> builder.fields(policy)));
        }
    }

    @Test
    void dateCanBeDemandedWhereItCanBeCovered() {
        CanonicalRules rules = new CanonicalRules(Set.of(Allowance.DATE_FIELD), Set.of());
        Scene dated =
                Scene.with(builder -> builder.canonicalRules(rules).fields(new FieldPolicy(Set.of("date"), Set.of())));
        dated.accept(FakeRequest.get()
                .field("date", "Sun, 01 Mar 2026 12:00:00 GMT")
                .signed(dated.proof().fields("date", "Sun, 01 Mar 2026 12:00:00 GMT")));
    }

    // ---- Connection ----

    @ParameterizedTest
    @ValueSource(strings = {"x-a", "X-A", "close, x-a", "x-a,close", "close,\tX-a ,", "authorization", "AUTHORIZATION"})
    void connectionMayNotNameWhatIsSigned(String line) {
        for (List<String> lines : List.of(List.of(line), List.of("close", line))) {
            FakeRequest request = FakeRequest.get().field("x-a", "1");
            lines.forEach(value -> request.field("connection", value));
            assertThat(scene.refusal(request.signed(scene.proof().fields("x-a", "1"))))
                    .isEqualTo(Reason.FIELD_NAMED_IN_CONNECTION);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "keep-alive, upgrade", "x-b", "x-aa", "x", "", ","})
    void connectionMayNameAnythingElse(String line) {
        scene.accept(FakeRequest.get()
                .field("x-a", "1")
                .field("x-b", "1")
                .field("connection", line)
                .signed(scene.proof().fields("x-a", "1")));
    }

    @Test
    void severalLinesOfAListAreCoveredWhereBothSidesHaveAgreedOnIt() {
        CanonicalRules rules = new CanonicalRules(Set.of(), Set.of("x-tags"));
        Scene listing = Scene.with(builder -> builder.canonicalRules(rules));
        FakeRequest request = FakeRequest.get().field("x-tags", "a").field("x-tags", "b");
        listing.accept(request.signed(listing.proof().fields("x-tags", "a, b")));
        assertThat(scene.refusal(FakeRequest.get()
                        .field("x-tags", "a")
                        .field("x-tags", "b")
                        .signed(scene.proof().fields("x-tags", "a, b"))))
                .isEqualTo(Reason.FIELD_REPEATED);
        assertThat(listing.refusal(FakeRequest.get()
                        .field("x-tags", "b")
                        .field("x-tags", "a")
                        .signed(listing.proof().fields("x-tags", "a, b"))))
                .isEqualTo(Reason.FIELDS_MISMATCH);
    }
}
