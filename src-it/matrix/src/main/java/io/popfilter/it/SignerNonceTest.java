// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import io.popfilter.scheme.SchemeName;
import io.popfilter.sign.DpopSigner;
import io.popfilter.sign.RequestSigner;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our signers and a filter that demands nonces. */
class SignerNonceTest {

    @AutoClose
    private static final Server SERVER = start();

    private static Server start() {
        return Server.start(
                "",
                Map.of(
                        "schemes", "PoP DPoP",
                        "nonce", "required",
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

    @ParameterizedTest
    @EnumSource(
            value = SchemeName.class,
            names = {"POP", "DPOP"})
    void theNonceThatComesWithAnAnswerIsUsedAndNothingIsRefused(SchemeName scheme) {
        AgedNonces nonces = new AgedNonces();
        Map<String, String> settings = nonces.settings();
        settings.put("schemes", "PoP DPoP");
        try (Server aged = Server.start("", settings)) {
            Holder holder = holder(scheme);
            holder.learn(aged, handedOut(scheme, nonces.previous()));

            List<Answer> withOld = holder.exchange(aged);
            List<Answer> withNew = holder.exchange(aged);

            assertThat(withOld).extracting(Answer::status).containsExactly(200);
            assertThat(announced(withOld.get(0))).hasSize(1);
            assertThat(withNew).extracting(Answer::status).containsExactly(200);
            assertThat(announced(withNew.get(0))).isEmpty();
        }
    }

    private static Map.Entry<String, String> handedOut(SchemeName scheme, String nonce) {
        return scheme == SchemeName.DPOP
                ? Map.entry("DPoP-Nonce", nonce)
                : Map.entry("Authentication-Info", "PoP nextnonce=\"" + nonce + '"');
    }

    private static List<String> announced(Answer answer) {
        return Stream.of("dpop-nonce", "authentication-info")
                .flatMap(name -> answer.lines(name).stream())
                .toList();
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
