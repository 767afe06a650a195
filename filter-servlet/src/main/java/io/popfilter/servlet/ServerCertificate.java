// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.parse.MalformedException;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.ServerEndPoint;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;

/** Reads the certificate that a server shows to clients, for {@code tls-server-end-point}. */
final class ServerCertificate {

    private ServerCertificate() {}

    /** The first of the file: the others of a chain are not the server's own (RFC 8446 section 4.4.2). */
    static List<X509Certificate> parse(byte[] pem) throws MalformedException {
        X509Certificate certificate;
        try {
            certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        } catch (CertificateException e) {
            throw new MalformedException("it does not begin with a certificate");
        }
        if (ServerEndPoint.of(certificate) instanceof ChannelBinding.Unavailable unavailable) {
            throw new MalformedException(unavailable.why());
        }
        return List.of(certificate);
    }
}
