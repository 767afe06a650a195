// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import io.popfilter.parse.MalformedException;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;

/** How a proxy writes the certificate of its client into a header field. */
public enum CertificateForm {
    /** A Byte Sequence of the certificate in DER (RFC 9440 section 2.1). */
    RFC9440("rfc9440") {
        @Override
        byte[] octets(String line) throws MalformedException {
            return ByteSequence.decode(line);
        }
    },
    /** PEM, percent-coded or with blanks for its line breaks. */
    PEM("pem") {
        @Override
        byte[] octets(String line) throws MalformedException {
            return Pem.certificate(line);
        }
    };

    /** The most octets of a certificate in DER. */
    public static final int MAX_OCTETS = 8 * 1024;

    /** Percent-coding makes three characters of one; what is coded in base64 is a small part. */
    private static final int MAX_LENGTH = 2 * MAX_OCTETS;

    private final String text;

    CertificateForm(String text) {
        this.text = text;
    }

    /** The thumbprint of the one certificate on this line. Malformed: it is anything else. */
    public CertificateThumbprint thumbprint(String line) throws MalformedException {
        if (line.length() > MAX_LENGTH) {
            throw new MalformedException("longer than " + MAX_LENGTH + " characters");
        }
        byte[] octets = octets(line);
        if (octets.length > MAX_OCTETS) {
            throw new MalformedException("a certificate of more than " + MAX_OCTETS + " octets");
        }
        requireCertificate(octets);
        return CertificateThumbprint.of(octets);
    }

    abstract byte[] octets(String line) throws MalformedException;

    private static void requireCertificate(byte[] der) throws MalformedException {
        byte[] read;
        try {
            read = CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der))
                    .getEncoded();
        } catch (CertificateException e) {
            throw new MalformedException("not an X.509 certificate");
        }
        // the factory also reads PEM and BER, and leaves aside what follows the certificate
        if (!MessageDigest.isEqual(read, der)) {
            throw new MalformedException("not a single certificate in DER");
        }
    }

    /** The name of the form in the configuration. */
    @Override
    public String toString() {
        return text;
    }
}
