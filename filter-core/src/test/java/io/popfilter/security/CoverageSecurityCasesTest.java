// SPDX-License-Identifier: Apache-2.0
package io.popfilter.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows V-35 and V-36 for signed requests: what a proof signs, and what it leaves out. */
class CoverageSecurityCasesTest {

    private final Scene scene = Scene.standard();

    // ---- V-35 ----

    @ParameterizedTest
    @ValueSource(strings = {"m", "u", "p", "q", "b"})
    void v35_aPartThatIsNotSignedIsRefused(String member) {
        assertThat(scene.refusal(scene.proof().without(member))).isEqualTo(Reason.COMPONENT_NOT_COVERED);
    }

    @Test
    void v35_theContentTypeOfASignedBodyHasToBeSigned() {
        Proof proof = scene.proof().member("m", "POST").body("{}");
        FakeRequest request = FakeRequest.post("application/json", "{}").signed(proof);
        assertThat(scene.refusal(request)).isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
        assertThat(scene.refusal(
                        FakeRequest.post("text/plain", "{}").signed(proof.fields("content-type", "application/json"))))
                .isEqualTo(Reason.FIELDS_MISMATCH);
        assertThat(scene.refusal(FakeRequest.post("application/json", "{}")
                        .field("content-encoding", "gzip")
                        .signed(proof)))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x-http-method-override", "x-http-method", "x-method-override", "x-original-url", "x-rewrite-url"
            })
    void v35_v38_aFieldThatChangesTheMeaningHasToBeSigned(String name) {
        assertThat(scene.refusal(FakeRequest.get().field(name, "DELETE").signed(scene.proof())))
                .isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
        scene.accept(
                FakeRequest.get().field(name, "DELETE").signed(scene.proof().fields(name, "DELETE")));
        assertThat(scene.refusal(FakeRequest.get()
                        .field(name, "DELETE")
                        .field(name, "GET")
                        .signed(scene.proof().fields(name, "DELETE"))))
                .isEqualTo(Reason.FIELD_REPEATED);
    }

    // ---- V-36: what slips through the strict mode of another verifier, and what must not trouble an honest client
    // ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1&x",
                "a=1&x=",
                "a=1&x=y=z",
                "a=1&x=2&x=3",
                "a=evil=z&a=1",
                "a=1&a=evil=z",
                "a=&a=1",
                "a&a=1",
                "a=1&a=",
                "a=1&=2",
                "a=1&%61=2",
                "a=1&&",
                "&a=1",
                "a=1&",
                "a=1&a=1"
            })
    void v36_noTokenOfTheQueryGoesUnsigned(String query) {
        assertThat(scene.refusal(
                        FakeRequest.get().query(query).signed(scene.proof().query("a=1"))))
                .isIn(Reason.QUERY_PARAMETER_NOT_COVERED, Reason.QUERY_MISMATCH);
        scene.accept(FakeRequest.get().query(query).signed(scene.proof().query(normal(query))));
    }

    private static String[] normal(String query) {
        return query.replace("%61", "a").split("&", -1);
    }

    @Test
    void v36_repeatedNamesKeepTheirOrder() {
        scene.accept(FakeRequest.get().query("a=1&b=0&a=2").signed(scene.proof().query("a=1", "a=2", "b=0")));
        assertThat(scene.refusal(FakeRequest.get()
                        .query("a=2&b=0&a=1")
                        .signed(scene.proof().query("a=1", "a=2", "b=0"))))
                .isEqualTo(Reason.QUERY_MISMATCH);
        assertThat(scene.refusal(
                        FakeRequest.get().query("a=1&b=0").signed(scene.proof().query("a=1", "a=2", "b=0"))))
                .isEqualTo(Reason.QUERY_MISMATCH);
    }

    @Test
    void v36_noQueryAndAnEmptyOneAreTheSameAndAreSigned() {
        Proof empty = scene.proof().member("q", List.of(List.of(), Bytes.sha256("")));
        scene.accept(FakeRequest.get().query(null).signed(empty));
        scene.accept(FakeRequest.get().query("").signed(empty.member("jti", "2")));
        assertThat(scene.refusal(FakeRequest.get().query("a").signed(empty)))
                .isEqualTo(Reason.QUERY_PARAMETER_NOT_COVERED);
        assertThat(scene.refusal(FakeRequest.get().query(null).signed(scene.proof())))
                .isEqualTo(Reason.QUERY_MISMATCH);
    }

    @Test
    void v36_plusIsNotAnEncodedSpace() {
        Proof plus = scene.proof().query("a=x+y");
        scene.accept(FakeRequest.get().query("a=x+y").signed(plus));
        for (String other : List.of("a=x%20y", "a=x%2By", "A=x+y", "a=x+y ", "a=x")) {
            Reason reason = null;
            try {
                scene.verify(FakeRequest.get().query(other).signed(plus));
            } catch (Rejection e) {
                reason = e.reason();
            }
            assertThat(reason).as(other).isIn(Reason.QUERY_MISMATCH, Reason.TARGET_AMBIGUOUS);
        }
    }

    @Test
    void v36_listsOfAnotherShapeAreRefused() {
        String hash = Bytes.sha256("");
        for (String member : List.of("q", "h")) {
            for (Object odd : List.of(
                    "x",
                    7,
                    Map.of(),
                    List.of(),
                    List.of(hash),
                    List.of("a", hash),
                    List.of(List.of(7), hash),
                    List.of(List.of("a"), 7),
                    List.of(List.of("a"), hash, hash),
                    List.of(hash, List.of("a")))) {
                assertThat(scene.refusal(scene.proof().member(member, odd)))
                        .as("%s %s", member, odd)
                        .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
            }
        }
        for (String member : List.of("m", "u", "p", "b", "cb", "at", "ath", "cnf")) {
            for (Object odd : List.of(7, true, List.of("x"))) {
                assertThat(scene.refusal(scene.proof().member(member, odd)))
                        .as("%s %s", member, odd)
                        .isEqualTo(Reason.AUTHENTICATOR_CLAIM_INVALID);
            }
        }
    }

    @Test
    void v36_fieldsAreOneLineEachAndOfTheStatedOrder() {
        FakeRequest request = FakeRequest.get().field("x-a", "1").field("x-b", "2");
        Proof both = scene.proof().fields("x-b", "2", "x-a", "1");
        scene.accept(request.signed(both));
        assertThat(scene.refusal(
                        FakeRequest.get().field("x-a", "2").field("x-b", "1").signed(both)))
                .isEqualTo(Reason.FIELDS_MISMATCH);
        assertThat(scene.refusal(FakeRequest.get().field("x-a", "1").signed(both)))
                .isEqualTo(Reason.FIELD_ABSENT);
        for (String name : List.of("X-A", "authorization", "host", "x_a", "x a", "", "-a", "a-", "cookie", "\u212A")) {
            assertThat(scene.refusal(FakeRequest.get()
                            .field(name, "1")
                            .authorization(
                                    "PoP " + scene.proof().fields(name, "1").compact())))
                    .as(name)
                    .isIn(Reason.FIELD_NOT_COVERABLE, Reason.AUTHORIZATION_REPEATED);
        }
        Proof twice = scene.proof().member("h", List.of(List.of("x-a", "x-a"), Bytes.sha256("x-a: 1\nx-a: 1")));
        assertThat(scene.refusal(FakeRequest.get().field("x-a", "1").signed(twice)))
                .isEqualTo(Reason.FIELD_NOT_COVERABLE);
    }

    @Test
    void v36_theExampleOfTheDraftIsHashedWithLineFeeds() {
        Proof proof = scene.proof()
                .member("h", List.of(List.of("content-type", "etag"), "P6z5XN4tTzHkfwe3XO1YvVUIurSuhvh_UG10N_j-aGs"));
        scene.accept(FakeRequest.get()
                .field("content-type", "application/json")
                .field("etag", "742-3u8f34-3r2nvv3")
                .signed(proof));
        scene.accept(FakeRequest.get()
                .query("a=foo&b=bar&c=duck")
                .signed(scene.proof()
                        .member("q", List.of(List.of("b", "a", "c"), "u4LgkGUWhP9MsKrEjA4dizIllDXluDku6ZqCeyuR-JY"))));
    }
}
