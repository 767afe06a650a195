// SPDX-License-Identifier: Apache-2.0
package io.popfilter.channel;

import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import java.util.Optional;

/**
 * What ties a verified request to the TLS connection that it came on.
 *
 * @param binding the channel binding that was signed, and compared
 * @param certificate the client's certificate, which the token names
 */
public record ConnectionProof(Optional<BindingType> binding, Optional<CertificateThumbprint> certificate) {

    /** Whether anything does. */
    public boolean isBound() {
        return binding.isPresent() || certificate.isPresent();
    }
}
