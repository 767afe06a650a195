// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import io.popfilter.sign.DpopSigner;
import io.popfilter.sign.RequestSigner;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our signers and a filter that demands nonces. */
class SignerNonceTest {

    private static final Duration LIFETIME = Duration.ofSeconds(10);

    @AutoClose
    private static final Server SERVER = start();

    private static final Set<SchemeName> SIGNING = EnumSet.of(SchemeName.POP, SchemeName.DPOP);

    private static Server start() {
        return Server.start(
                "",
                Map.of(
                        "schemes", "PoP DPoP",
                        "nonce", "required",
                        "nonce.lifetime", LIFETIME.toString(),
                        "nonce.scope", "one-token"));
    }

    private static Holder holder(SchemeName scheme) {
        ClientKey key = ClientKey.generate(SignatureAlgorithm.ES256);
        String token = AuthorizationServer.ONLY.token(TokenForm.SIGNED, ConfirmationForm.JKT, key);
        return new Holder(
                scheme == SchemeName.DPOP
                        ? DpopSigner.of(token, key.signing(), InstantSource.system())
                        : RequestSigner.presentingKey(token, key.signing(), InstantSource.system()));
    }

    private static List<Integer> statuses(Holder holder, Server server) {
        return holder.exchange(server).stream().map(Answer::status).toList();
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void theFirstRequestIsSentTwiceAndTheNextOnce(SchemeName scheme) {
        Holder holder = holder(scheme);
        SERVER.log().clear();

        assertThat(statuses(holder, SERVER)).containsExactly(401, 200);
        assertThat(SERVER.log().text()).contains("reason=" + Reason.NONCE_MISSING + " ");
        assertThat(statuses(holder, SERVER)).containsExactly(200);
        assertThat(statuses(holder, SERVER)).containsExactly(200);
    }

    @Test
    void theNonceThatComesWithAnAnswerIsUsedAndNothingIsRefused() throws Exception {
        Map<SchemeName, Holder> holders = new EnumMap<>(SchemeName.class);
        Map<SchemeName, Integer> announced = new EnumMap<>(SchemeName.class);
        for (SchemeName scheme : SIGNING) {
            holders.put(scheme, holder(scheme));
            holders.get(scheme).exchange(SERVER);
        }
        Instant end = Instant.now().plus(LIFETIME.multipliedBy(3)); // longer than any nonce is good
        while (Instant.now().isBefore(end)) {
            holders.forEach((scheme, holder) -> {
                List<Answer> answers = holder.exchange(SERVER);
                assertThat(answers).extracting(Answer::status).containsExactly(200);
                int nonces = answers.get(0).lines("dpop-nonce").size()
                        + answers.get(0).lines("authentication-info").size();
                announced.merge(scheme, nonces, Integer::sum);
            });
            Thread.sleep(500);
        }

        assertThat(announced.keySet()).isEqualTo(SIGNING);
        assertThat(announced.values()).as("one for each span").allMatch(count -> count >= 2 && count <= 4);
    }

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void aServerWithAnotherSecretHasItsOwnNonceUsed(SchemeName scheme) {
        Holder holder = holder(scheme);
        try (Server another = start()) {
            assertThat(statuses(holder, SERVER)).containsExactly(401, 200);
            assertThat(statuses(holder, another)).containsExactly(401, 200);
            assertThat(statuses(holder, SERVER)).containsExactly(200);
            assertThat(statuses(holder, another)).containsExactly(200);
        }
    }
}
