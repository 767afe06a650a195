// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.BadToken.AS;
import static io.popfilter.it.BadToken.PAIR;
import static io.popfilter.it.BadToken.SECRET;
import static io.popfilter.it.BadToken.bound;
import static io.popfilter.it.BadToken.changedPart;
import static io.popfilter.it.BadToken.claims;
import static io.popfilter.it.BadToken.confirmation;
import static io.popfilter.it.BadToken.token;
import static io.popfilter.it.Refused.authorization;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens whose key does not hold, each in a request that is signed as it should be. */
class BadConfirmationTest {

    @AutoClose
    private static final Server SERVER = Server.start();

    private final Client client = Client.of(SERVER);

    @ParameterizedTest(name = "{0}")
    @MethodSource({"confirmations", "presentedKeys"})
    void refuses(Refused refused) {
        Refusals.expect(SERVER, refused.request().apply(client), refused.reason());

        assertThat(SERVER.log().text()).contains(refused.fact());
    }

    static Stream<Refused> confirmations() {
        return Stream.of(
                claims("no cnf", Reason.CONFIRMATION_MISSING, c -> c.remove("cnf")),
                confirmation("empty cnf", Reason.CONFIRMATION_MALFORMED, Map.of()),
                claims("cnf that is a text", Reason.CONFIRMATION_MALFORMED, c -> c.put("cnf", "x")),
                confirmation(
                        "unknown member of cnf",
                        Reason.CONFIRMATION_UNSUPPORTED,
                        Map.of("jwk", SECRET.jwk(), "new", "x")),
                confirmation("v05: cnf.jku", Reason.CONFIRMATION_UNSUPPORTED, Map.of("jku", "http://127.0.0.1/jwks")),
                confirmation(
                        "certificate, and no key that could sign",
                        Reason.CONFIRMATION_NOT_FOR_SCHEME,
                        Map.of("x5t#S256", "x".repeat(43))),
                confirmation(
                        "jwk and another jkt",
                        Reason.CONFIRMATION_CONFLICT,
                        Map.of("jwk", SECRET.jwk(), "jkt", PAIR.thumbprint())),
                confirmation(
                        "key wrapped for somebody else",
                        Reason.CONFIRMATION_KEY_UNDECRYPTABLE,
                        Map.of("jwe", changedPart(AS.wrap(SECRET), 3))),
                confirmation(
                        "weak secret", Reason.KEY_UNACCEPTABLE, Map.of("jwk", Map.of("kty", "oct", "k", "c2VjcmV0"))),
                confirmation(
                        "v19: weak RSA key",
                        Reason.KEY_UNACCEPTABLE,
                        Map.of(
                                "jwk",
                                Map.of(
                                        "kty",
                                        "RSA",
                                        "e",
                                        "AQAB",
                                        "n",
                                        Base64URL.encode(odd(128)).toString()))),
                confirmation(
                        "v13: point that is not on the curve",
                        Reason.KEY_UNACCEPTABLE,
                        Map.of(
                                "jwk",
                                Map.of(
                                        "kty",
                                        "EC",
                                        "crv",
                                        "P-256",
                                        "x",
                                        Base64URL.encode(odd(32)).toString(),
                                        "y",
                                        Base64URL.encode(odd(32)).toString()))),
                token(
                        "secret in a token that everybody can read",
                        Reason.CONFIRMATION_KEY_EXPOSED,
                        SECRET,
                        AS.token(TokenForm.SIGNED, bound(SECRET))));
    }

    static Stream<Refused> presentedKeys() {
        String bound = AS.token(TokenForm.SIGNED, ConfirmationForm.JKT, PAIR);
        return Stream.of(
                token("key not presented", Reason.PRESENTED_KEY_MISSING, PAIR, bound),
                presenting(
                        "v25: own key with a stolen token",
                        Reason.KEY_MISMATCH,
                        bound,
                        ClientKey.generate(SignatureAlgorithm.ES256)),
                presenting(
                        "v24: private key presented",
                        Reason.PRESENTED_KEY_PRIVATE,
                        bound,
                        PAIR,
                        Map.of("d", Base64URL.encode(odd(32)).toString())),
                presenting(
                        "v13: presented point not on the curve",
                        Reason.PRESENTED_KEY_UNACCEPTABLE,
                        bound,
                        PAIR,
                        Map.of("x", Base64URL.encode(odd(32)).toString())));
    }

    private static Refused presenting(String what, Reason reason, String token, ClientKey key) {
        return presenting(what, reason, token, key, Map.of());
    }

    private static Refused presenting(
            String what, Reason reason, String token, ClientKey key, Map<String, Object> changes) {
        Map<String, Object> jwk = key.jwk();
        jwk.putAll(changes);
        return authorization(
                what,
                reason,
                c -> Proof.of(token, key, "GET", c.server().authority(), Refused.TARGET)
                        .claim("cnf", Map.of("jwk", jwk))
                        .authorization());
    }

    private static byte[] odd(int count) {
        byte[] octets = new byte[count];
        Arrays.fill(octets, (byte) 0x5b);
        return octets;
    }
}
