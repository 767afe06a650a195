// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Ascii;
import io.popfilter.parse.Base64Url;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import java.util.Optional;

/** A parsed, unverified JWS in compact form (RFC 7515 section 7.1), never in JSON form. */
public final class CompactJws {

    private final byte[] text;
    private final int signingInputLength;
    private final JsonObject header;
    private final byte[] payload;
    private final byte[] signature;

    private CompactJws(byte[] text, int signingInputLength, JsonObject header, byte[] payload, byte[] signature) {
        this.text = text;
        this.signingInputLength = signingInputLength;
        this.header = header;
        this.payload = payload;
        this.signature = signature;
    }

    /** Parses the text. An unsecured JWS parses, with an empty signature, and has no algorithm that verifies. */
    public static CompactJws parse(String compact) throws MalformedException {
        int first = compact.indexOf('.');
        int second = compact.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || compact.indexOf('.', second + 1) >= 0) {
            throw new MalformedException("not three parts");
        }
        byte[] text = Ascii.octets(compact);
        JsonObject header = Json.object(Base64Url.decode(text, 0, first));
        byte[] payload = Base64Url.decode(text, first + 1, second);
        byte[] signature = Base64Url.decode(text, second + 1, text.length);
        return new CompactJws(text, second, header, payload, signature);
    }

    /** The JOSE header. */
    public JsonObject header() {
        return header;
    }

    /** The header's {@code alg}, when it is one that exists here. */
    public Optional<SignatureAlgorithm> algorithm() throws MalformedException {
        String alg = header.text("alg");
        return alg == null ? Optional.empty() : SignatureAlgorithm.of(alg);
    }

    /** The header's {@code kid}: hostile text that is only ever compared. */
    public Optional<String> kid() throws MalformedException {
        return JoseHeaders.kid(header);
    }

    /** The payload as a JSON object. */
    public JsonObject claims() throws MalformedException {
        return Json.object(payload);
    }

    /** SHA-256 of the signing input as base64url: the same for every signature over it. */
    public String signingInputHash(Digests digests) {
        return digests.sha256(text, 0, signingInputLength);
    }

    byte[] text() {
        return text;
    }

    int signingInputLength() {
        return signingInputLength;
    }

    byte[] signature() {
        return signature;
    }
}
