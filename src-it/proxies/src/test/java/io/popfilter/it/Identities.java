// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.security.SecureRandom;
import java.util.Base64;

/** Who takes part in TLS: certificates that nobody issued, and the secret by which a proxy is known. */
final class Identities {

    /** A client. */
    static final TestCertificate CLIENT = TestCertificate.make("client");

    /** Another client. */
    static final TestCertificate OTHER_CLIENT = TestCertificate.make("other client");

    /** A proxy, when it connects to a container. */
    static final TestCertificate PROXY = TestCertificate.make("proxy");

    /** What a proxy that has no certificate sends. */
    static final String HOP_SECRET = random();

    private Identities() {}

    private static String random() {
        byte[] octets = new byte[16];
        new SecureRandom().nextBytes(octets);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets);
    }
}
