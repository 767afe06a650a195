// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.answer.AnswerFields;
import io.popfilter.answer.AnswerSigner;
import io.popfilter.answer.RequestHash;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.SigningKey;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import io.popfilter.sign.AnswerHead;
import io.popfilter.sign.AnswerVerifier;
import io.popfilter.sign.ReceivedAnswer;
import io.popfilter.sign.RefusedAnswerException;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import io.popfilter.sign.SignedRequest;
import io.popfilter.sign.VerifiedAnswer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that asks for a signed answer, and the answer of about a thousand octets. Nothing goes stale: the clock stands. */
final class AnswerMaterial {

    private static final int STATUS = 200;
    private static final URI TARGET = URI.create("https://api.example.com/accounts/4711/transfers?limit=17");
    private static final Map<String, List<String>> FIELDS = Map.of("content-type", List.of("application/json"));
    private static final String ENTRY = "{\"id\":\"9f1c7e52b0a84d3e\",\"amount\":\"120.50\",\"currency\":\"EUR\"},";
    private static final int ENTRIES = 17;
    private static final byte[] BODY = ("[" + ENTRY.repeat(ENTRIES) + "{}]").getBytes(StandardCharsets.US_ASCII);

    private final SigningKey key;
    private final AnswerSigner signer = new AnswerSigner(Material.CLOCK);
    private final AnswerVerifier verifier;
    private final SignedRequest request;
    private final String authenticator;

    AnswerMaterial(AnswerScenario scenario) throws Exception {
        key = SigningKey.generate(scenario.algorithm()).named();
        verifier = switch (scenario) {
            case ANSWER_HS256 -> AnswerVerifier.sharing(key, Material.CLOCK);
            case ANSWER_ES256, ANSWER_RS256 -> AnswerVerifier.trusting(published(key), Material.CLOCK);
        };
        String token = new Material(Scenario.HS256_CACHED).token();
        request = RequestSigner.of(token, key, Material.CLOCK)
                .sign(RequestToSign.of("GET", TARGET))
                .wantingSignedAnswer();
        authenticator = request.fields().get("Authorization").substring("PoP ".length());
    }

    /** As a client finds them at the server's {@code jwks_uri}. */
    private static List<VerificationKey> published(SigningKey key) throws MalformedException {
        return JwkSet.publicKeys(Json.object(JwkSet.publishing(key).getBytes(StandardCharsets.US_ASCII)));
    }

    /** The server's half, with all that it hashes. */
    String sign() throws MalformedException {
        return signer.sign(
                key,
                RequestHash.of(authenticator, signer.digests()),
                STATUS,
                AnswerFields.USUALLY_COVERED,
                AnswerMaterial::lines,
                Optional.of(signer.digests().sha256(BODY, 0, BODY.length)));
    }

    /** The client's half, with all that it hashes. */
    VerifiedAnswer verify(String signature) throws RefusedAnswerException {
        return verify(signature, BODY);
    }

    /** The same of another body. */
    VerifiedAnswer verify(String signature, byte[] body) throws RefusedAnswerException {
        AnswerHead head =
                new AnswerHead(STATUS, name -> name.equals(AnswerFields.SIGNATURE) ? List.of(signature) : lines(name));
        return verifier.verify(request, ReceivedAnswer.of(head, body));
    }

    private static List<String> lines(String name) {
        return FIELDS.getOrDefault(name, List.of());
    }

    String authenticator() {
        return authenticator;
    }

    byte[] body() {
        return BODY.clone();
    }
}
