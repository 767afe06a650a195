// SPDX-License-Identifier: Apache-2.0
package io.popfilter.proof;

import io.popfilter.jose.VerificationKey;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Authenticator;
import io.popfilter.scheme.SchemeName;
import io.popfilter.token.Binding;
import io.popfilter.token.Confirmation;

/** The KEY stage: the key that has to have signed, before any signature is looked at. */
public final class ConfirmedKey {

    private ConfirmedKey() {}

    /** The key that the token's confirmation names, if the scheme that was used proves a confirmation of this kind. */
    public static VerificationKey resolve(Confirmation confirmation, Authenticator authenticator) throws Rejection {
        // the token decides what proof is needed: DPoP covers less of the request than a signed one
        boolean isBound = confirmation.binding() != Binding.NONE;
        if (authenticator.scheme() == SchemeName.DPOP && isBound && !confirmation.isByThumbprint()) {
            throw new Rejection(Reason.CONFIRMATION_NOT_FOR_SCHEME, Facts.expected("jkt", "another member of cnf"));
        }
        return confirmation.resolve(authenticator.presentedJwk());
    }
}
