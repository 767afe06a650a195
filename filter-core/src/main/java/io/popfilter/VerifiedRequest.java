// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import io.popfilter.http.Body;
import java.util.Optional;

/**
 * What comes out of a verification.
 *
 * @param principal who signed the request
 * @param body the body, when it was read to be checked: the octets that the application has to get
 */
public record VerifiedRequest(PopPrincipal principal, Optional<Body> body) {}
