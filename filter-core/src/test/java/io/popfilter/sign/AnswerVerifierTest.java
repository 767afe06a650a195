// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.answer.AnswerFields;
import io.popfilter.answer.AnswerSigner;
import io.popfilter.answer.RequestHash;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.Jws;
import io.popfilter.fixture.Scene;
import io.popfilter.fixture.SettableClock;
import io.popfilter.fixture.TestKey;
import io.popfilter.fixture.Token;
import io.popfilter.jose.Digests;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerVerifierTest {

    private static final RequestToSign REQUEST = RequestToSign.of("GET", URI.create("https://api.example/orders/7"));
    private static final byte[] BODY = Bytes.utf8("seven");
    private static final TestKey SECRET = TestKey.of("answer", "HS256");
    private static final TestKey SERVER = TestKey.of("answer", "ES256");

    private final SettableClock clock = new SettableClock(Scene.NOW);
    private final Digests digests = new Digests();
    private final AnswerSigner server = new AnswerSigner(clock);
    private final SigningKey secret =
            SigningKey.secret(SignatureAlgorithm.HS256, SECRET.key().getEncoded());
    private final SignedRequest sent =
            RequestSigner.of("token", secret, clock).sign(REQUEST).wantingSignedAnswer();
    private final AnswerVerifier verifier = AnswerVerifier.sharing(secret, clock);
    private final Map<String, List<String>> fields = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    AnswerVerifierTest() {
        fields.put("Content-Type", List.of("text/plain"));
    }

    private RequestHash request() {
        return RequestHash.of(sent.authenticator(), digests);
    }

    private String signed(SigningKey key, Optional<String> bodyHash) {
        return signed(key, AnswerFields.USUALLY_COVERED, bodyHash);
    }

    private String signed(SigningKey key, List<String> names, Optional<String> bodyHash) {
        try {
            return server.sign(key, request(), 200, names, fields::get, bodyHash);
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    private String signed() {
        return signed(secret, Optional.of(Bytes.sha256(BODY)));
    }

    private AnswerHead head(int status, String... signatures) {
        Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.putAll(fields);
        all.put(AnswerFields.SIGNATURE, List.of(signatures));
        return new AnswerHead(status, all::get);
    }

    private ReceivedAnswer received(String... signatures) {
        return ReceivedAnswer.of(head(200, signatures), BODY);
    }

    private void accept(AnswerVerifier by, ReceivedAnswer answer) {
        try {
            assertThat(by.verify(sent, answer).status()).isEqualTo(200);
        } catch (RefusedAnswerException e) {
            throw new AssertionError(e);
        }
    }

    private AnswerFault fault(AnswerVerifier by, ReceivedAnswer answer) {
        try {
            throw new AssertionError("accepted: " + by.verify(sent, answer).status());
        } catch (RefusedAnswerException e) {
            return e.fault();
        }
    }

    private AnswerFault fault(ReceivedAnswer answer) {
        return fault(verifier, answer);
    }

    private static List<VerificationKey> published(SigningKey key) {
        try {
            return JwkSet.publicKeys(Json.object(Bytes.utf8(JwkSet.publishing(key))));
        } catch (MalformedException e) {
            throw new AssertionError(e);
        }
    }

    /** Made without our writer. */
    private String handMade(TestKey key, Map<String, Object> header, Map<String, Object> payload) {
        return Jws.compact(JSONObjectUtils.toJSONString(header), JSONObjectUtils.toJSONString(payload), key);
    }

    private Map<String, Object> header(String alg) {
        return new LinkedHashMap<>(Map.of("alg", alg, "typ", "pop-response"));
    }

    private Map<String, Object> payload() {
        return new LinkedHashMap<>(Map.of(
                "rq", Bytes.sha256(sent.authenticator()),
                "s", 200,
                "ts", Scene.NOW.getEpochSecond(),
                "h", List.of(List.of("content-type", "location"), Bytes.sha256("content-type: text/plain\nlocation:")),
                "b", Bytes.sha256(BODY)));
    }

    @Test
    void acceptsWhatAServerMadeByThePageAloneWouldSend() throws RefusedAnswerException {
        String compact = handMade(SECRET, header("HS256"), payload());

        VerifiedAnswer answer = verifier.verify(sent, received(compact));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.signedAt()).isEqualTo(Scene.NOW);
        assertThat(answer.coveredFields()).containsExactly("content-type", "location");
        assertThat(answer.coversBody()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(SignatureAlgorithm.class)
    void acceptsEveryAlgorithm(SignatureAlgorithm algorithm) {
        SigningKey key = SigningKey.generate(algorithm).named();
        Optional<String> hash = Optional.of(Bytes.sha256(BODY));
        if (key.publicJwk().isPresent()) {
            accept(AnswerVerifier.trusting(published(key), clock), received(signed(key, hash)));
        } else {
            assertThat(fault(AnswerVerifier.sharing(key, clock), received(signed(secret, hash))))
                    .isIn(AnswerFault.ALGORITHM_NOT_ACCEPTED, AnswerFault.SIGNATURE_INVALID);
            accept(AnswerVerifier.sharing(key, clock), received(signed(key, hash)));
        }
    }

    @Test
    void refusesAnAnswerThatIsNotSigned() {
        assertThat(fault(received())).isEqualTo(AnswerFault.MISSING);
        AnswerHead none = new AnswerHead(200, name -> null);
        assertThat(fault(ReceivedAnswer.of(none, BODY))).isEqualTo(AnswerFault.MISSING);
    }

    @Test
    void takesTheSignatureFromTheTrailerSectionAndOnlyOne() {
        String compact = signed();
        accept(verifier, received().withTrailers(name -> name.equals("PoP-Response") ? List.of(compact) : null));
        assertThat(fault(received(compact).withTrailers(name -> List.of(compact))))
                .isEqualTo(AnswerFault.REPEATED);
        assertThat(fault(received(compact, compact))).isEqualTo(AnswerFault.REPEATED);
        assertThat(fault(received(compact + ", " + compact))).isEqualTo(AnswerFault.REPEATED);
    }

    @Test
    void refusesTheAnswerToAnotherRequest() {
        SignedRequest other =
                RequestSigner.of("token", secret, clock).sign(REQUEST).wantingSignedAnswer();

        assertThatThrownBy(() -> verifier.verify(other, received(signed())))
                .isInstanceOfSatisfying(
                        RefusedAnswerException.class, e -> assertThat(e.fault()).isEqualTo(AnswerFault.OTHER_REQUEST));
    }

    @Test
    void refusesAnotherStatus() {
        assertThat(fault(ReceivedAnswer.of(head(404, signed()), BODY))).isEqualTo(AnswerFault.STATUS_MISMATCH);
    }

    @Test
    void refusesAnotherBody() {
        AnswerHead head = head(200, signed());
        for (String body : List.of("eight", "", "sev", "seven ")) {
            assertThat(fault(ReceivedAnswer.of(head, Bytes.utf8(body)))).isEqualTo(AnswerFault.BODY_MISMATCH);
        }
    }

    @Test
    void takesTheDigestOfABodyThatIsNotHeld() {
        AnswerHead head = head(200, signed());
        accept(verifier, ReceivedAnswer.ofDigest(head, Bytes.fromBase64url(Bytes.sha256(BODY))));
        assertThat(fault(ReceivedAnswer.ofDigest(head, new byte[32]))).isEqualTo(AnswerFault.BODY_MISMATCH);
    }

    @Test
    void refusesACoveredFieldThatWasChangedTakenAwayAddedOrDoubled() {
        String compact = signed();
        for (List<String> lines :
                List.of(List.of("text/html"), List.<String>of(), List.of("text/plain", "text/plain"))) {
            fields.put("Content-Type", lines);
            assertThat(fault(received(compact))).isEqualTo(AnswerFault.FIELDS_MISMATCH);
        }
        fields.put("Content-Type", List.of("text/plain"));
        fields.put("Location", List.of("https://elsewhere.example/"));
        assertThat(fault(received(compact))).isEqualTo(AnswerFault.FIELDS_MISMATCH);
    }

    @Test
    void takesAnotherSpellingOfTheSameField() {
        fields.put("Content-Type", List.of("Text/Plain; charset=UTF-8"));
        String compact = signed();
        fields.put("Content-Type", List.of(" text/plain;charset=utf-8"));
        accept(verifier, received(compact));
    }

    @Test
    void takesABodyThatIsNotCoveredOnlyWhenAskedTo() throws RefusedAnswerException {
        ReceivedAnswer answer = received(signed(secret, Optional.empty()));

        assertThat(fault(answer)).isEqualTo(AnswerFault.BODY_NOT_COVERED);
        assertThat(verifier.acceptingUncoveredBodies().verify(sent, answer).coversBody())
                .isFalse();
        AnswerHead changed = head(500, signed(secret, Optional.empty()));
        assertThat(fault(verifier.acceptingUncoveredBodies(), ReceivedAnswer.of(changed, BODY)))
                .isEqualTo(AnswerFault.STATUS_MISMATCH);
    }

    @Test
    void refusesAnAnswerThatIsTooOldOrDatedAhead() {
        String compact = signed();
        for (int seconds : new int[] {-61, 61}) {
            clock.set(Scene.NOW.plusSeconds(seconds));
            assertThat(fault(received(compact))).isEqualTo(AnswerFault.NOT_FRESH);
            accept(verifier.withTolerance(Duration.ofSeconds(61)), received(compact));
        }
        clock.set(Scene.NOW.plusSeconds(60));
        accept(verifier, received(compact));
    }

    @Test
    void refusesTheSecretOfSomebodyElse() {
        SigningKey other = SigningKey.generate(SignatureAlgorithm.HS256);
        assertThat(fault(received(signed(other, Optional.of(Bytes.sha256(BODY))))))
                .isEqualTo(AnswerFault.SIGNATURE_INVALID);
    }

    @Test
    void refusesAKeyOfTheServersThatIsUnknownUnnamedOrNotTrusted() {
        SigningKey key = SigningKey.generate(SignatureAlgorithm.ES256);
        Optional<String> hash = Optional.of(Bytes.sha256(BODY));
        AnswerVerifier trusting = AnswerVerifier.trusting(published(key.named()), clock);

        accept(trusting, received(signed(key.named(), hash)));
        assertThat(fault(trusting, received(signed(key, hash)))).isEqualTo(AnswerFault.KEY_UNKNOWN);
        SigningKey other = SigningKey.generate(SignatureAlgorithm.ES256).named();
        assertThat(fault(trusting, received(signed(other, hash)))).isEqualTo(AnswerFault.KEY_UNKNOWN);
        assertThat(fault(received(signed(key.named(), hash)))).isEqualTo(AnswerFault.ALGORITHM_NOT_ACCEPTED);
        accept(verifier.alsoTrusting(published(key.named())), received(signed(key.named(), hash)));
        accept(verifier.alsoTrusting(published(key.named())), received(signed()));
    }

    /** RFC 8725 section 2.1: a public key that is taken for a secret. */
    @Test
    void refusesAPublicKeyThatIsUsedAsASecret() {
        SigningKey key = SigningKey.generate(SignatureAlgorithm.ES256).named();
        SigningKey confused = SigningKey.secret(
                SignatureAlgorithm.HS256, Bytes.utf8(key.publicJwk().orElseThrow()));
        AnswerVerifier trusting = AnswerVerifier.trusting(published(key), clock);
        assertThat(fault(trusting, received(signed(confused, Optional.of(Bytes.sha256(BODY))))))
                .isEqualTo(AnswerFault.ALGORITHM_NOT_ACCEPTED);
    }

    @Test
    void refusesAnyOtherHeader() {
        Map<String, AnswerFault> faults = new LinkedHashMap<>();
        for (String member : List.of("crit", "jwk", "jku", "x5c", "cty", "zip", "b64")) {
            Map<String, Object> header = header("HS256");
            header.put(member, "x");
            faults.put(handMade(SECRET, header, payload()), AnswerFault.HEADER_FORBIDDEN);
        }
        Map<String, Object> named = header("HS256");
        named.put("kid", "x");
        faults.put(handMade(SECRET, named, payload()), AnswerFault.HEADER_FORBIDDEN);
        for (String type : List.of("pop", "JWT", "dpop+jwt", "pop-request")) {
            Map<String, Object> header = header("HS256");
            header.put("typ", type);
            faults.put(handMade(SECRET, header, payload()), AnswerFault.TYPE_WRONG);
        }
        faults.put(handMade(SECRET, Map.of("alg", "HS256"), payload()), AnswerFault.TYPE_WRONG);
        for (String alg : List.of("none", "HS384", "hs256", "ES256")) {
            faults.put(handMade(SECRET, header(alg), payload()), AnswerFault.ALGORITHM_NOT_ACCEPTED);
        }
        faults.forEach((compact, fault) ->
                assertThat(fault(received(compact))).as(compact).isEqualTo(fault));
    }

    static final List<Map<String, Object>> MALFORMED = Stream.of("rq", "s", "ts", "h", "b")
            .flatMap(name -> Stream.of(name, 1L, true, "text", List.of(), List.of(List.of(), 1L))
                    .map(value -> Map.<String, Object>of(name, value)))
            .filter(change -> !change.equals(Map.of("ts", 1L)))
            .filter(change -> !(change.containsKey("rq") || change.containsKey("b"))
                    || !(change.values().iterator().next() instanceof String))
            .toList();

    @ParameterizedTest
    @FieldSource("MALFORMED")
    void refusesAPayloadWithAMemberOfAnotherForm(Map<String, Object> change) {
        Map<String, Object> payload = payload();
        payload.putAll(change);
        assertThat(fault(received(handMade(SECRET, header("HS256"), payload)))).isEqualTo(AnswerFault.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rq", "s", "ts", "h", "b"})
    void refusesAPayloadThatLacksAMember(String name) {
        Map<String, Object> payload = payload();
        payload.remove(name);
        assertThat(fault(received(handMade(SECRET, header("HS256"), payload)))).isEqualTo(AnswerFault.MALFORMED);
    }

    @Test
    void refusesAnswersThatSayTwoThingsOfTheBodyOrCoverWhatCannotBe() {
        for (Map<String, Object> change : List.<Map<String, Object>>of(
                Map.of("nb", true),
                Map.of("nb", false),
                Map.of("h", List.of(List.of("set-cookie"), Bytes.sha256("set-cookie:"))),
                Map.of("h", List.of(List.of("Location"), Bytes.sha256("Location:"))),
                Map.of("h", List.of(List.of("location", "location"), Bytes.sha256("location:\nlocation:"))))) {
            Map<String, Object> payload = payload();
            payload.putAll(change);
            assertThat(fault(received(handMade(SECRET, header("HS256"), payload))))
                    .as(change.toString())
                    .isEqualTo(AnswerFault.MALFORMED);
        }
    }

    @Test
    void refusesAFieldThatIsTooLong() {
        assertThat(fault(received("a".repeat(8193)))).isEqualTo(AnswerFault.TOO_LARGE);
        assertThat(fault(received("a".repeat(8192)))).isEqualTo(AnswerFault.MALFORMED);
    }

    @Test
    void anAnswerIsNoRequestAndARequestIsNoAnswer() {
        Map<String, Object> jwk =
                Map.of("kty", "oct", "k", Bytes.base64url(SECRET.key().getEncoded()));
        String token = Token.encrypted().cnf(Map.of("jwk", jwk)).text();
        Scene scene = Scene.standard();
        SignedRequest good = RequestSigner.of(token, secret, clock).sign(REQUEST);
        String answer = handMade(SECRET, header("HS256"), payload());

        assertThat(scene.refusal(FakeRequest.get().authorization("PoP " + answer)))
                .isEqualTo(Reason.AUTHENTICATOR_TYPE_WRONG);
        assertThat(fault(received(good.authenticator()))).isEqualTo(AnswerFault.TYPE_WRONG);
        scene.accept(FakeRequest.get().query(null).with(good));
    }

    @Test
    void aDpopProofIsAnsweredToo() throws Exception {
        SigningKey client = SigningKey.generate(SignatureAlgorithm.ES256);
        SigningKey own = SigningKey.fromPrivateJwk(Json.object(Bytes.utf8(privateJwk())));
        SignedRequest request =
                DpopSigner.of("token", client, clock).sign(REQUEST).wantingSignedAnswer();
        FakeRequest seen = FakeRequest.get().with(request);
        String compact = server.sign(
                own,
                RequestHash.of(seen, digests).orElseThrow(),
                204,
                List.of(),
                fields::get,
                Optional.of(Bytes.sha256("")));

        ReceivedAnswer answer = ReceivedAnswer.of(head(204, compact), new byte[0]);
        assertThat(AnswerVerifier.trusting(published(own), clock)
                        .verify(request, answer)
                        .status())
                .isEqualTo(204);
    }

    private static String privateJwk() {
        java.security.interfaces.ECPrivateKey key = (java.security.interfaces.ECPrivateKey) SERVER.key();
        Map<String, Object> jwk = SERVER.members();
        jwk.put("d", Bytes.base64url(Bytes.fixed(key.getS(), 32)));
        jwk.put("kid", "answers");
        return JSONObjectUtils.toJSONString(jwk);
    }

    @Test
    void asksForItWithOneMoreField() {
        SignedRequest plain = RequestSigner.of("token", secret, clock).sign(REQUEST);
        assertThat(plain.fields()).containsOnlyKeys("Authorization");
        assertThat(sent.fields()).containsOnlyKeys("Authorization", "Want-PoP-Response");
        assertThat(sent.fields()).containsEntry("Want-PoP-Response", "?1");
        assertThatThrownBy(() -> verifier.verify(plain, received(signed())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesNoKeyThatWouldProveNothing() {
        SigningKey pair = SigningKey.generate(SignatureAlgorithm.ES256);
        assertThatThrownBy(() -> AnswerVerifier.sharing(pair, clock)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AnswerVerifier.trusting(List.of(), clock))
                .isInstanceOf(IllegalArgumentException.class);
        List<VerificationKey> secrets = List.of(secret.verificationKey());
        assertThatThrownBy(() -> AnswerVerifier.trusting(secrets, clock)).isInstanceOf(IllegalArgumentException.class);
    }
}
