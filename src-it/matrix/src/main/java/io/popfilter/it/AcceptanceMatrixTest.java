// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.PopPrincipal;
import io.popfilter.jose.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of token with every form of confirmation and every kind of key. */
class AcceptanceMatrixTest {

    private static final byte[] BODY = "{\"amount\":1}".getBytes(StandardCharsets.US_ASCII);

    /** Has no factor in common with the number of algorithms, so that all of them come up. */
    private static final int STEP = 9;

    @AutoClose
    private static final Server SERVER = Server.start();

    /** Each form of token, and each form of confirmation, with a kind of key that changes from one to the next. */
    @ParameterizedTest(name = "{0} token, key by {1}, {2}")
    @MethodSource("someTokens")
    void acceptsEachFormOfTokenAndConfirmation(
            TokenForm form, ConfirmationForm confirmation, SignatureAlgorithm algorithm) {
        acceptsARequestSignedWithTheKeyOfTheToken(form, confirmation, algorithm);
    }

    static List<Arguments> someTokens() {
        List<Arguments> tokens = tokens();
        return IntStream.range(0, tokens.size())
                .filter(index -> index % STEP == 0)
                .mapToObj(tokens::get)
                .toList();
    }

    @Test
    void fewTokensHaveEveryFormAndEveryKindOfKey() {
        for (int position = 0; position < 3; position++) {
            int at = position;
            assertThat(someTokens().stream().map(token -> token.get()[at]).distinct())
                    .containsExactlyInAnyOrderElementsOf(tokens().stream()
                            .map(token -> token.get()[at])
                            .distinct()
                            .toList());
        }
    }

    @Tag("same-in-every-container")
    @ParameterizedTest(name = "{0} token, key by {1}, {2}")
    @MethodSource("tokens")
    void acceptsARequestSignedWithTheKeyOfTheToken(
            TokenForm form, ConfirmationForm confirmation, SignatureAlgorithm algorithm) {
        Client client = Client.of(SERVER, form, confirmation, ClientKey.of(algorithm));
        SERVER.application().forget();

        Answer answer = SERVER.send(client.signed("POST", "/orders?a=1", "application/json", BODY));

        assertThat(answer.status()).as(SERVER.log().text()).isEqualTo(200);
        assertThat(SERVER.application().seen()).singleElement().satisfies(seen -> {
            assertThat(seen.body()).isEqualTo("{\"amount\":1}");
            assertThat(seen.remoteUser()).isEqualTo(AuthorizationServer.SUBJECT);
            PopPrincipal principal = (PopPrincipal) seen.attributes().get("io.popfilter.principal");
            assertThat(principal.keyThumbprint()).hasValue(client.key().thumbprint());
        });
    }

    static List<Arguments> tokens() {
        List<Arguments> tokens = new ArrayList<>();
        for (TokenForm form : TokenForm.values()) {
            for (ConfirmationForm confirmation : ConfirmationForm.values()) {
                for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
                    if (confirmation.allows(form, ClientKey.of(algorithm))) {
                        tokens.add(Arguments.of(form, confirmation, algorithm));
                    }
                }
            }
        }
        return tokens;
    }
}
