// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.VerifiedRequest;
import io.popfilter.coverage.CoveragePolicy.Relaxation;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Scene;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.PathPattern;
import io.popfilter.http.RequestTarget;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Component;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageTest {

    private static final Map<Component, String> MEMBERS = Map.of(
            Component.METHOD,
            "m",
            Component.AUTHORITY,
            "u",
            Component.PATH,
            "p",
            Component.QUERY,
            "q",
            Component.BODY,
            "b");

    @ParameterizedTest
    @CsvSource({"METHOD", "AUTHORITY", "PATH", "QUERY", "BODY"})
    void aRelaxedComponentMayBeLeftOutThereAndNowhereElse(Component component) {
        String member = MEMBERS.get(component);
        Scene relaxed = relaxed("/orders/*", component);
        assertThat(relaxed.accept(relaxed.proof().without(member)).principal().coveredComponents())
                .doesNotContain(component);
        Scene elsewhere = relaxed("/other/*", component);
        assertThat(elsewhere.refusal(elsewhere.proof().without(member))).isEqualTo(Reason.COMPONENT_NOT_COVERED);
        for (Component other : MEMBERS.keySet()) {
            if (other != component) {
                assertThat(relaxed.refusal(relaxed.proof().without(MEMBERS.get(other))))
                        .isEqualTo(Reason.COMPONENT_NOT_COVERED);
            }
        }
    }

    @Test
    void aRelaxedComponentThatIsCoveredIsCheckedAllTheSame() {
        Scene relaxed = relaxed("/*", Component.values());
        assertThat(relaxed.refusal(relaxed.proof().member("m", "PUT"))).isEqualTo(Reason.METHOD_MISMATCH);
        assertThat(relaxed.refusal(relaxed.proof().member("u", "x"))).isEqualTo(Reason.AUTHORITY_MISMATCH);
        assertThat(relaxed.refusal(relaxed.proof().without("u").member("p", "/x")))
                .isEqualTo(Reason.PATH_MISMATCH);
        assertThat(relaxed.refusal(relaxed.proof().query("view=x"))).isEqualTo(Reason.QUERY_MISMATCH);
        assertThat(relaxed.refusal(relaxed.proof().body("x"))).isEqualTo(Reason.BODY_MISMATCH);
        assertThat(relaxed.refusal(relaxed.proof().member("cb", "x:AAAA")))
                .isEqualTo(Reason.CHANNEL_BINDING_NOT_COMPARABLE);
        assertThat(relaxed.refusal(
                        FakeRequest.get().field("x-original-url", "/x").signed(relaxed.proof())))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
    }

    @Test
    void whatWasVerifiedForARelaxedRouteIsNotTakenToAStricterOneNorToOneThatIsAmbiguous() throws Exception {
        Scene relaxed = relaxed("/orders/*", Component.BODY, Component.CONTENT_TYPE);
        FakeRequest request = FakeRequest.post("text/plain", "x")
                .signed(relaxed.proof().member("m", "POST").without("b"));
        VerifiedRequest verified = relaxed.accept(request);

        relaxed.verifier().requireEnoughFor(Optional.of(CanonicalPath.of("/orders/8")), verified, request);
        for (Optional<CanonicalPath> route :
                List.of(Optional.of(CanonicalPath.of("/other")), RequestTarget.routeOf("/orders/8;x", ""))) {
            assertThatThrownBy(() -> relaxed.verifier().requireEnoughFor(route, verified, request))
                    .isInstanceOfSatisfying(
                            Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.COMPONENT_NOT_COVERED));
        }
    }

    @Test
    void aBodyThatNobodyDescribedIsNotTakenToARouteThatAsksForIt() throws Exception {
        Scene relaxed = relaxed("/orders/*", Component.CONTENT_TYPE);
        FakeRequest request = FakeRequest.post("text/plain", "x")
                .signed(relaxed.proof().member("m", "POST").body("x"));
        VerifiedRequest verified = relaxed.accept(request);

        assertThatThrownBy(() ->
                        relaxed.verifier().requireEnoughFor(Optional.of(CanonicalPath.of("/other")), verified, request))
                .isInstanceOfSatisfying(
                        Rejection.class, e -> assertThat(e.reason()).isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED));
    }

    @Test
    void severalRelaxationsAddUp() throws MalformedException {
        CoveragePolicy policy = new CoveragePolicy(
                EnumSet.allOf(Component.class),
                List.of(
                        new Relaxation(PathPattern.of("/*"), Set.of(Component.BODY)),
                        new Relaxation(PathPattern.of("/orders/7"), Set.of(Component.QUERY))));
        Scene scene = Scene.with(builder -> builder.coverage(policy));
        scene.accept(scene.proof().without("b").without("q"));
        assertThat(scene.refusal(FakeRequest.get()
                        .path("/orders/8")
                        .signed(scene.proof().member("p", "/orders/8").without("q"))))
                .isEqualTo(Reason.COMPONENT_NOT_COVERED);
    }

    @Test
    void whereTheQueryIsRelaxedUnsignedParametersPassAndTheQueryIsNotCalledCovered() {
        Scene relaxed = relaxed("/*", Component.QUERY);
        assertThat(relaxed.accept(relaxed.proof().query("view=full"))
                        .principal()
                        .coveredComponents())
                .doesNotContain(Component.QUERY);
        assertThat(relaxed.accept(relaxed.proof()).principal().coveredComponents())
                .contains(Component.QUERY);
    }

    @Test
    void whereTheQueryIsRelaxedASignedNameStillHasNoUnsignedValue() {
        Scene relaxed = relaxed("/*", Component.QUERY);
        for (String query : List.of("a=1&a=2", "a=1&a", "a=1&%61=2")) {
            assertThat(relaxed.refusal(FakeRequest.get()
                            .query(query)
                            .signed(relaxed.proof().query("a=1"))))
                    .isEqualTo(Reason.QUERY_PARAMETER_NOT_COVERED);
        }
        relaxed.accept(FakeRequest.get().query("a=1&b=2").signed(relaxed.proof().query("a=1")));
    }

    @Test
    void theContentTypeMayStayUnsignedWhereItIsRelaxed() {
        Scene relaxed = relaxed("/*", Component.CONTENT_TYPE);
        relaxed.accept(FakeRequest.post("a/b", "x")
                .signed(relaxed.proof().member("m", "POST").body("x")));
        Scene strict = Scene.standard();
        assertThat(strict.refusal(FakeRequest.post("a/b", "x")
                        .signed(strict.proof().member("m", "POST").body("x"))))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
        strict.accept(FakeRequest.post().body("x").signed(strict.proof().post("x"))); // no content type, none to sign
        strict.accept(
                FakeRequest.get().field("content-type", "a/b").signed(strict.proof())); // no body, nothing described
    }

    @Test
    void aBodyThatIsNotCoveredIsLeftToTheApplication() {
        Scene relaxed = relaxed("/*", Component.BODY);
        FakeRequest request =
                FakeRequest.post().body("x").signed(relaxed.proof().post("x").without("b"));
        assertThat(relaxed.accept(request).body()).isEmpty();
        assertThat(request.bodiesOpened()).isZero();
        assertThat(relaxed.refusal(FakeRequest.post("a/b", "x")
                        .signed(relaxed.proof().member("m", "POST").without("b"))))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
    }

    @Test
    void configuredAddressesReplaceTheConnectedOne() {
        Scene behindProxy = addressed("https://shop.example/api", "https://www.shop.example");
        FakeRequest inside = FakeRequest.get().host("10.0.0.1:8080");
        behindProxy.accept(
                inside.signed(behindProxy.proof().member("u", "shop.example").member("p", "/api/orders/7")));
        behindProxy.accept(FakeRequest.get().signed(behindProxy.proof().member("u", "www.shop.example")));
        assertThat(behindProxy.refusal(behindProxy.proof())).isEqualTo(Reason.AUTHORITY_MISMATCH);
        assertThat(behindProxy.refusal(behindProxy.proof().member("u", "shop.example")))
                .isEqualTo(Reason.PATH_MISMATCH);
        assertThat(behindProxy.refusal(
                        behindProxy.proof().member("u", "www.shop.example").member("p", "/api/orders/7")))
                .isEqualTo(Reason.PATH_MISMATCH);
        assertThat(behindProxy.refusal(behindProxy.proof().member("u", "shop.example:80")))
                .isEqualTo(Reason.AUTHORITY_MISMATCH);
    }

    @Test
    void thereIsNoEmptyListOfAddresses() {
        assertThatThrownBy(() -> ExternalAddresses.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static Scene addressed(String... baseUris) {
        List<ExternalAddress> addresses = new ArrayList<>();
        for (String uri : baseUris) {
            try {
                addresses.add(ExternalAddress.parse(uri));
            } catch (MalformedException e) {
                throw new AssertionError(e);
            }
        }
        return Scene.with(builder -> builder.externalAddresses(ExternalAddresses.of(addresses)));
    }

    private static Scene relaxed(String pattern, Component... components) {
        try {
            Relaxation relaxation = new Relaxation(PathPattern.of(pattern), Set.of(components));
            CoveragePolicy policy = new CoveragePolicy(EnumSet.allOf(Component.class), List.of(relaxation));
            return Scene.with(builder -> builder.coverage(policy));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }
}
