// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.reject.OAuthError;
import io.popfilter.reject.Reason;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What has to be true whenever a request is refused. */
final class Refusals {

    private static final Pattern LONG_BASE64URL = Pattern.compile("[A-Za-z0-9_-]{24,}");

    private Refusals() {}

    /** Sends, and expects that the application is not reached and that client and log are told the right thing. */
    static Answer expect(Server server, WireRequest request, Reason reason) {
        return expect(server, server::send, request, reason);
    }

    /** The same on a connection that is open. */
    static Answer expect(Server server, Function<WireRequest, Answer> way, WireRequest request, Reason reason) {
        server.application().forget();
        server.log().clear();
        Answer answer = way.apply(request);
        assertRefused(server, answer, reason);
        assertNothingSecret(server, request, answer);
        return answer;
    }

    private static void assertRefused(Server server, Answer answer, Reason reason) {
        assertThat(server.log().text()).contains("reason=" + reason + " stage=" + reason.stage());
        assertThat(server.application().seen()).isEmpty();
        assertThat(answer.status()).isEqualTo(reason.error().status());
        assertThat(answer.lines("cache-control")).containsExactly("no-store");
        assertChallenge(answer, reason.error());
        assertProblem(answer, reason);
    }

    static void assertChallenge(Answer answer, OAuthError error) {
        List<String> challenges = answer.lines("www-authenticate");
        switch (error) {
            case CONTENT_TOO_LARGE, TOO_EARLY, UNAVAILABLE ->
                assertThat(challenges).isEmpty();
            case UNAUTHENTICATED ->
                assertThat(challenges)
                        .singleElement()
                        .asString()
                        .startsWith("PoP ")
                        .doesNotContain("error");
            case INVALID_REQUEST,
                    INVALID_TOKEN,
                    INVALID_PROOF,
                    USE_NONCE,
                    UNKNOWN_TOKEN_IDENTIFIER,
                    INSUFFICIENT_SCOPE,
                    INSUFFICIENT_USER_AUTHENTICATION ->
                assertThat(challenges)
                        .singleElement()
                        .asString()
                        .startsWith("PoP ")
                        .contains("error=\"" + error.code().orElseThrow() + "\"");
        }
    }

    private static void assertProblem(Answer answer, Reason reason) {
        assertThat(answer.lines("content-type")).singleElement().asString().startsWith("application/problem+json");
        Map<String, Object> problem = json(answer.body());
        assertThat(problem)
                .containsEntry("type", "about:blank")
                .containsEntry("status", (long) reason.error().status())
                .containsEntry("detail", reason.sentence())
                .containsKey("title");
        assertThat(Optional.ofNullable(problem.get("error")))
                .isEqualTo(reason.error().code().map(Object.class::cast));
    }

    private static Map<String, Object> json(String text) {
        try {
            return JSONObjectUtils.parse(text);
        } catch (ParseException e) {
            throw new AssertionError(text, e);
        }
    }

    /** V-55: no token, proof, signature, key or one-time id in clear, neither in the log nor in the answer. */
    static void assertNothingSecret(Server server, WireRequest request, Answer answer) {
        String visible = server.log().text() + answer.fields() + answer.body();
        for (String secret : secrets(request)) {
            assertThat(visible).doesNotContain(secret);
        }
    }

    private static List<String> secrets(WireRequest request) {
        List<String> secrets = new ArrayList<>(AuthorizationServer.ONLY.secrets());
        for (String line : request.lines()) {
            if (!line.regionMatches(true, 0, "Authorization:", 0, 14)) {
                continue;
            }
            Matcher part = LONG_BASE64URL.matcher(line);
            while (part.find()) {
                secrets.add(part.group());
                addInner(secrets, new Base64URL(part.group()).decodeToString());
            }
        }
        return secrets;
    }

    private static void addInner(List<String> secrets, String payload) {
        try {
            Map<String, Object> claims = JSONObjectUtils.parse(payload);
            if (claims.get("at") instanceof String token) {
                Matcher part = LONG_BASE64URL.matcher(token);
                while (part.find()) {
                    secrets.add(part.group());
                }
            }
            if (claims.get("jti") instanceof String id && id.length() >= 24) {
                secrets.add(id);
            }
        } catch (ParseException e) {
            // one that the filter cannot read either
        }
    }
}
