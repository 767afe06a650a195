// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import io.popfilter.parse.Base64Url;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 hash of a certificate in DER, as base64url (RFC 8705 section 3.1, {@code x5t#S256}).
 *
 * @param value 43 characters
 */
public record CertificateThumbprint(String value) {

    /** Of a certificate in DER. */
    public static CertificateThumbprint of(byte[] der) {
        try {
            return new CertificateThumbprint(
                    Base64Url.encode(MessageDigest.getInstance("SHA-256").digest(der)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a claim names this certificate; compared in constant time. */
    public boolean is(String claimed) {
        return MessageDigest.isEqual(
                value.getBytes(StandardCharsets.US_ASCII), claimed.getBytes(StandardCharsets.UTF_8));
    }
}
