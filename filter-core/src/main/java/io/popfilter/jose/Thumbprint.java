// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A JWK thumbprint with SHA-256 (RFC 7638), as base64url.
 *
 * @param value 43 characters
 */
public record Thumbprint(String value) {

    /** Of the required members of a key in lexicographic order, as JSON without white space (RFC 7638 section 3). */
    static Thumbprint ofCanonicalJson(String json) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return new Thumbprint(Base64Url.encode(sha256.digest(json.getBytes(StandardCharsets.US_ASCII))));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a claim names this thumbprint; compared in constant time. */
    public boolean is(String claimed) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.US_ASCII), claimed.getBytes(StandardCharsets.UTF_8));
    }
}
