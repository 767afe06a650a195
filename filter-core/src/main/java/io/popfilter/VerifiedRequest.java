// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import io.popfilter.http.Body;
import io.popfilter.scheme.SchemeName;
import java.util.Optional;

/**
 * What comes out of a verification.
 *
 * @param principal who signed the request
 * @param scheme how it was signed
 * @param body the body, when it was read to be checked: the octets that the application has to get
 * @param nextNonce a nonce that the answer has to carry, since the one that was used will not be accepted for much longer
 */
public record VerifiedRequest(
        PopPrincipal principal, SchemeName scheme, Optional<Body> body, Optional<String> nextNonce) {}
