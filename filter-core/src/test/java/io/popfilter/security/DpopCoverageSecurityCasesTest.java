// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.RequestVerifierBuilder;
import io.popfilter.VerifiedRequest;
import io.popfilter.coverage.CoveragePolicy;
import io.popfilter.coverage.FieldPolicy;
import io.popfilter.coverage.UnsignedParts;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SignedProof;
import io.popfilter.fixture.Signing;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.Component;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-35, V-36 and V-38 for DPoP, which signs method and URI: what it leaves out is never taken for signed. */
class DpopCoverageSecurityCasesTest {

    private static final Set<Component> SIGNED = EnumSet.of(Component.METHOD, Component.AUTHORITY, Component.PATH);

    private final Scene scene = Signing.scene();

    // ---- V-35 ----

    @Test
    void v35_aPrincipalClaimsWhatItsSchemeCoversAndNoMore() {
        VerifiedRequest dpop = scene.accept(Signing.DPOP.request());
        VerifiedRequest pop = scene.accept(Signing.POP.request());

        assertThat(dpop.principal().coveredComponents()).isEqualTo(SIGNED);
        assertThat(dpop.coverage().components()).isEqualTo(SIGNED);
        assertThat(pop.principal().coveredComponents()).containsAll(SIGNED).contains(Component.QUERY, Component.BODY);
        assertThat(SIGNED).isEqualTo(Signing.DPOP.scheme().coverable());
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "view=full&page=3", "admin=true", "view=full&page=2&page=3", "a=1&a=1"})
    void v35_aQueryPassesAndIsNotClaimed(String query) {
        assertPassesUnclaimed(FakeRequest.get().query(query));
    }

    @Test
    void v35_aBodyPassesAndIsNeitherReadNorClaimed() {
        FakeRequest request =
                FakeRequest.post("application/json", "{\"to\":\"mallory\"}").field("content-encoding", "identity");
        VerifiedRequest verified =
                scene.accept(Signing.DPOP.proof().method("POST").on(request));

        assertThat(verified.principal().coveredComponents()).isEqualTo(SIGNED);
        assertThat(verified.principal().coveredFields()).isEmpty();
        assertThat(verified.body()).isEmpty();
        assertThat(request.bodiesOpened()).isZero();
    }

    @Test
    void v35_fieldsPassAndAreNotClaimed() {
        assertPassesUnclaimed(FakeRequest.get()
                .field("content-type", "text/plain")
                .field("x-tenant", "one")
                .field("x-tenant", "two"));
    }

    @Test
    void v35_whatAProofSaysInTheWordsOfSignedRequestsIsNotClaimed() {
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("m", "GET");
        extra.put("u", "api.example");
        extra.put("p", "/orders/7");
        extra.put("q", List.of(List.of("view", "page"), Bytes.sha256("view=full&page=2")));
        extra.put("h", List.of(List.of("content-type"), Bytes.sha256("content-type: text/plain")));
        extra.put("b", Bytes.sha256(""));
        SignedProof proof = Signing.DPOP.proof();
        extra.forEach(proof::member);

        VerifiedRequest verified = scene.accept(proof.on(FakeRequest.get().field("content-type", "text/plain")));

        assertThat(verified.principal().coveredComponents()).isEqualTo(SIGNED);
        assertThat(verified.principal().coveredFields()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"view=full&page=2", "view=full&page=3", "", "other", "a=1&a=1;b", "%00", "view=full#fragment"})
    void v35_aQueryInTheUriIsNeitherComparedNorClaimed(String query) {
        FakeRequest request = Signing.DPOP
                .proof()
                .member("htu", "https://api.example/orders/7?" + query)
                .on(FakeRequest.get());

        assertThat(scene.accept(request).principal().coveredComponents()).isEqualTo(SIGNED);
    }

    @ParameterizedTest
    @EnumSource(names = {"QUERY", "BODY", "CONTENT_TYPE"})
    void v35_aPolicyThatDemandsWhatTheSchemeCannotCoverDemandsItOfSignedRequestsAlone(Component component) {
        Scene strict = Signing.scene(
                builder -> builder.coverage(new CoveragePolicy(EnumSet.of(Component.METHOD, component), List.of())));
        FakeRequest post = FakeRequest.post("text/plain", "x");

        assertThat(strict.accept(Signing.DPOP.proof().method("POST").on(post))
                        .principal()
                        .coveredComponents())
                .isEqualTo(SIGNED);
        SignedProof pop = Signing.POP.proof().method("POST").without("q").without("b");
        assertThat(strict.refusal(pop.on(FakeRequest.post("text/plain", "x"))))
                .isIn(Reason.COMPONENT_NOT_COVERED, Reason.SENSITIVE_FIELD_NOT_COVERED);
    }

    @Test
    void v35_aFieldThatHasToBeSignedRefusesEveryDpopProof() {
        Scene strict = Signing.scene(builder -> builder.fields(new FieldPolicy(Set.of("x-tenant"), Set.of())));
        FakeRequest request = FakeRequest.get().field("x-tenant", "one");

        assertThat(strict.refusal(Signing.DPOP.proof().on(request))).isEqualTo(Reason.COMPONENT_NOT_COVERED);
    }

    @Test
    void v35_whereUnsignedPartsAreHiddenTheApplicationSeesNoQueryAndNoSensitiveField() {
        Scene hiding = Signing.scene(DpopCoverageSecurityCasesTest::hidden);
        VerifiedRequest verified = hiding.accept(Signing.DPOP.request().field("x-http-method-override", "DELETE"));

        assertThat(verified.coverage().hidden().query().orElseThrow().visible()).isEmpty();
        assertThat(verified.coverage().hidden().fields()).contains("x-http-method-override");
    }

    private static RequestVerifierBuilder hidden(RequestVerifierBuilder builder) {
        return builder.unsignedParts(UnsignedParts.HIDDEN);
    }

    // ---- V-36 ----

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "a=2&a=1", "A=1", "a=", "a", "a=x+y", "a=x%20y", "a=%c3%a9", "&&", "=2"})
    void v36_everySpellingOfAQueryPassesAndNoneIsClaimed(String query) {
        assertPassesUnclaimed(FakeRequest.get().query(query));
    }

    @Test
    void v36_aQueryThatCanBeReadInTwoWaysIsRefusedWhetherItIsSignedOrNot() {
        for (String query : List.of("a=%zz", "a=%", "a=b c", "a=\u00E9")) {
            for (Signing signing : Signing.values()) {
                assertThat(scene.refusal(signing.proof().on(FakeRequest.get().query(query))))
                        .as("%s %s", signing, query)
                        .isEqualTo(Reason.TARGET_AMBIGUOUS);
            }
        }
    }

    // ---- V-38 ----

    @ParameterizedTest
    @ValueSource(
            strings = {"x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url"
            })
    void v35_v38_aFieldThatChangesTheMeaningCannotBeSignedAndIsRefused(String name) {
        assertThat(scene.refusal(Signing.DPOP.proof().on(FakeRequest.get().field(name, "DELETE"))))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
    }

    private void assertPassesUnclaimed(FakeRequest request) {
        VerifiedRequest verified = scene.accept(Signing.DPOP.proof().on(request));

        assertThat(verified.principal().coveredComponents()).isEqualTo(SIGNED);
        assertThat(verified.principal().coveredFields()).isEmpty();
        assertThat(verified.coverage().components()).isEqualTo(SIGNED);
    }
}
