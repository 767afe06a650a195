// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static io.popfilter.it.BadToken.AS;
import static io.popfilter.it.BadToken.PAIR;
import static io.popfilter.it.BadToken.SECRET;
import static io.popfilter.it.BadToken.bound;
import static io.popfilter.it.BadToken.changedPart;
import static io.popfilter.it.BadToken.confirmation;
import static io.popfilter.it.BadToken.replacePart;
import static io.popfilter.it.BadToken.token;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.reject.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that do not hold, each in a request that is signed as it should be. */
class BadTokenTest {

    @AutoClose
    private static final Server SERVER = Server.start();

    private final Client client = Client.of(SERVER);

    @ParameterizedTest(name = "{0}")
    @MethodSource({"wrapping", "signatures", "claims"})
    void refuses(Refused refused) {
        Refusals.expect(SERVER, refused.request().apply(client), refused.reason());

        assertThat(SERVER.log().text()).contains(refused.fact());
    }

    @Test
    void v05ConnectsToNobodyForAKey() throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening
                    .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .configureBlocking(false);
            String url = "http://127.0.0.1:" + listening.socket().getLocalPort() + "/jwks";
            UnaryOperator<String> pointing = text -> text.replaceFirst("\\{", "{\"jku\":\"" + url + "\",");

            Refusals.expect(
                    SERVER,
                    token("", Reason.TOKEN_SIGNATURE_INVALID, PAIR, withHeader(signed(), pointing))
                            .request()
                            .apply(client),
                    Reason.TOKEN_SIGNATURE_INVALID);
            Refusals.expect(
                    SERVER,
                    confirmation("", Reason.CONFIRMATION_UNSUPPORTED, Map.of("jku", url))
                            .request()
                            .apply(client),
                    Reason.CONFIRMATION_UNSUPPORTED);
            Refusals.expect(
                    SERVER,
                    Refused.proof("", Reason.AUTHENTICATOR_HEADER_FORBIDDEN, p -> p.header("jku", url))
                            .request()
                            .apply(client),
                    Reason.AUTHENTICATOR_HEADER_FORBIDDEN);

            assertThat(listening.accept()).isNull();
        }
    }

    static Stream<Refused> wrapping() {
        return Stream.of(
                token("no JWT", Reason.TOKEN_MALFORMED, SECRET, "opaque"),
                token("v14: changed tag", Reason.TOKEN_UNDECRYPTABLE, SECRET, changedPart(encrypted(), 4)),
                token("v14: changed ciphertext", Reason.TOKEN_UNDECRYPTABLE, SECRET, changedPart(encrypted(), 3)),
                token(
                        "v14: changed initialization vector",
                        Reason.TOKEN_UNDECRYPTABLE,
                        SECRET,
                        changedPart(encrypted(), 2)),
                token("changed encrypted key", Reason.TOKEN_UNDECRYPTABLE, SECRET, changedPart(encrypted(), 1)),
                token(
                        "v06: unknown kid",
                        Reason.TOKEN_KEY_UNKNOWN,
                        SECRET,
                        withHeader(
                                encrypted(),
                                text -> text.replaceFirst("\"kid\":\"[^\"]*\"", "\"kid\":\"../../etc/passwd\""))),
                token(
                        "v09: compressed",
                        Reason.TOKEN_HEADER_FORBIDDEN,
                        SECRET,
                        withHeader(encrypted(), text -> text.replaceFirst("\\{", "{\"zip\":\"DEF\","))),
                token(
                        "v12: crit",
                        Reason.TOKEN_HEADER_FORBIDDEN,
                        SECRET,
                        withHeader(encrypted(), text -> text.replaceFirst("\\{", "{\"crit\":[\"exp\"],\"exp\":1,"))),
                token(
                        "v08: PBES2 with a huge count",
                        Reason.TOKEN_ALGORITHM_NOT_ACCEPTED,
                        SECRET,
                        withHeader(
                                encrypted(),
                                text -> text.replaceFirst(
                                        "\"alg\":\"A256KW\"",
                                        "\"alg\":\"PBES2-HS256+A128KW\",\"p2c\":2147483647,\"p2s\":\"AAAAAAAAAAA\""))),
                token(
                        "v15: RSA1_5",
                        Reason.TOKEN_ALGORITHM_NOT_ACCEPTED,
                        SECRET,
                        withHeader(encrypted(), text -> text.replaceFirst("A256KW", "RSA1_5"))),
                token(
                        "v07: claims encrypted to a public RSA key",
                        Reason.TOKEN_NOT_SIGNED,
                        PAIR,
                        AS.encrypt(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM, json(bound(PAIR)))),
                token(
                        "v07: claims encrypted to a public EC key",
                        Reason.TOKEN_NOT_SIGNED,
                        PAIR,
                        AS.encrypt(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM, json(bound(PAIR)))),
                token(
                        "v07: unsigned JWT encrypted to a public key",
                        Reason.TOKEN_ALGORITHM_NOT_ACCEPTED,
                        PAIR,
                        AS.encrypt(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM, unsigned(json(bound(PAIR))))),
                token(
                        "v07: JWE in a JWE",
                        Reason.TOKEN_MALFORMED,
                        SECRET,
                        AS.encrypt(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM, encrypted())));
    }

    static Stream<Refused> signatures() {
        return Stream.of(
                token("changed signature", Reason.TOKEN_SIGNATURE_INVALID, PAIR, changedPart(signed(), 2)),
                token(
                        "changed claims",
                        Reason.TOKEN_SIGNATURE_INVALID,
                        PAIR,
                        withClaims(signed(), text -> text.replace("alice", "admin"))),
                token("v01: alg none", Reason.TOKEN_ALGORITHM_NOT_ACCEPTED, PAIR, unsigned(json(bound(PAIR)))),
                token(
                        "v06: unknown kid",
                        Reason.TOKEN_KEY_UNKNOWN,
                        PAIR,
                        withHeader(signed(), text -> text.replace("as-1", "as-2"))),
                token("v04: key in the header", Reason.TOKEN_KEY_UNKNOWN, PAIR, selfSigned()),
                token("v02: HMAC with the issuer's public key", Reason.TOKEN_KEY_UNKNOWN, PAIR, confused()),
                token(
                        "v20: typ of an authenticator",
                        Reason.TOKEN_TYPE_WRONG,
                        PAIR,
                        withHeader(signed(), text -> text.replace("at+jwt", "pop"))),
                token(
                        "v20: typ of an introspection answer",
                        Reason.TOKEN_TYPE_WRONG,
                        PAIR,
                        withHeader(signed(), text -> text.replace("at+jwt", "token-introspection+jwt"))),
                token(
                        "v20: typ of any JWT",
                        Reason.TOKEN_TYPE_WRONG,
                        PAIR,
                        withHeader(signed(), text -> text.replace("at+jwt", "JWT"))),
                signedWithout("sub"),
                signedWithout("client_id"),
                signedWithout("iat"),
                signedWithout("jti"));
    }

    /** RFC 9068 section 2.2. */
    private static Refused signedWithout(String claim) {
        Map<String, Object> claims = bound(PAIR);
        claims.remove(claim);
        return token("signed, no " + claim, Reason.TOKEN_CLAIM_MISSING, PAIR, AS.token(TokenForm.SIGNED, claims))
                .logging(claim);
    }

    static Stream<Refused> claims() {
        long now = AS.now().getEpochSecond();
        return Stream.of(
                BadToken.claims("expired", Reason.TOKEN_EXPIRED, c -> c.put("exp", now - 100)),
                BadToken.claims("not yet valid", Reason.TOKEN_NOT_YET_VALID, c -> c.put("nbf", now + 300)),
                BadToken.claims("issued in the future", Reason.TOKEN_NOT_YET_VALID, c -> c.put("iat", now + 300)),
                BadToken.claims("no exp", Reason.TOKEN_CLAIM_MISSING, c -> c.remove("exp")),
                BadToken.claims("no aud", Reason.TOKEN_CLAIM_MISSING, c -> c.remove("aud")),
                BadToken.claims("v21: no iss", Reason.TOKEN_CLAIM_MISSING, c -> c.remove("iss")),
                BadToken.claims(
                                "v21: another iss",
                                Reason.TOKEN_ISSUER_WRONG,
                                c -> c.put("iss", "https://as.example.org"))
                        .logging("expected=\"https://as.example.com\" received=\"https://as.example.org\""),
                BadToken.claims(
                        "another aud", Reason.TOKEN_AUDIENCE_WRONG, c -> c.put("aud", "https://other.example.com")),
                BadToken.claims(
                        "v22: aud longer than ours",
                        Reason.TOKEN_AUDIENCE_WRONG,
                        c -> c.put("aud", AuthorizationServer.RESOURCE + "admin")),
                BadToken.claims(
                        "v22: aud shorter than ours", Reason.TOKEN_AUDIENCE_WRONG, c -> c.put("aud", "https://api")),
                BadToken.claims(
                        "v22: aud with a slash",
                        Reason.TOKEN_AUDIENCE_WRONG,
                        c -> c.put("aud", AuthorizationServer.RESOURCE + "/")),
                BadToken.claims(
                        "v22: aud in another letter case",
                        Reason.TOKEN_AUDIENCE_WRONG,
                        c -> c.put("aud", List.of("https://API.example.com"))),
                BadToken.claims("v18: exp that is a text", Reason.TOKEN_CLAIM_INVALID, c -> c.put("exp", "1")),
                token(
                        "v18: exp 1e300",
                        Reason.TOKEN_CLAIM_INVALID,
                        SECRET,
                        AS.token(
                                TokenForm.A256KW_A256GCM,
                                json(bound(SECRET)).replaceFirst("\"exp\":\\d+", "\"exp\":1e300"))),
                token(
                        "v16: duplicate member",
                        Reason.TOKEN_MALFORMED,
                        SECRET,
                        AS.token(TokenForm.A256KW_A256GCM, json(bound(SECRET)).replaceFirst("\\{", "{\"iss\":\"x\","))),
                token(
                        "v16: duplicate member of the key",
                        Reason.TOKEN_MALFORMED,
                        SECRET,
                        AS.token(
                                TokenForm.A256KW_A256GCM,
                                json(bound(SECRET)).replaceFirst("\"kty\":", "\"kty\":\"oct\",\"kty\":"))));
    }

    private static String encrypted() {
        return AS.token(TokenForm.A256KW_A256GCM, ConfirmationForm.JWK, SECRET);
    }

    private static String signed() {
        return AS.token(TokenForm.SIGNED, ConfirmationForm.JWK, PAIR);
    }

    private static String json(Map<String, Object> claims) {
        return JSONObjectUtils.toJSONString(claims);
    }

    private static String unsigned(String claims) {
        return Base64URL.encode("{\"alg\":\"none\",\"typ\":\"at+jwt\"}") + "." + Base64URL.encode(claims) + ".";
    }

    private static String selfSigned() {
        String header = json(Map.of("alg", "ES256", "typ", "at+jwt", "kid", "mine", "jwk", PAIR.jwk()));
        String input = Base64URL.encode(header) + "." + Base64URL.encode(json(bound(PAIR)));
        return input + "." + Base64URL.encode(PAIR.sign(input.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String confused() {
        try {
            String header = json(Map.of(
                    "alg", "HS256", "typ", "at+jwt", "kid", AS.publicRsa().getKeyID()));
            String input = Base64URL.encode(header) + "." + Base64URL.encode(json(bound(PAIR)));
            byte[] info = AS.publicRsa().toRSAPublicKey().getEncoded();
            return input + "."
                    + Base64URL.encode(ClientKey.mac("HmacSHA256", info, input.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException | JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String withHeader(String token, UnaryOperator<String> change) {
        return replacePart(
                token,
                0,
                part -> Base64URL.encode(change.apply(new Base64URL(part).decodeToString()))
                        .toString());
    }

    private static String withClaims(String token, UnaryOperator<String> change) {
        return replacePart(
                token,
                1,
                part -> Base64URL.encode(change.apply(new Base64URL(part).decodeToString()))
                        .toString());
    }
}
