// SPDX-License-Identifier: Apache-2.0
package io.popfilter.scheme;

import io.popfilter.http.ReceivedRequest;
import io.popfilter.reject.Rejection;

/** One way in which a request can carry a token, and the proof that its sender holds the key. Reads only. */
sealed interface Scheme permits PopScheme, DpopScheme, BearerScheme {

    /** What a request presents whose credentials are for this scheme: whatever is wrong with it is a refusal. */
    Presented read(Credentials credentials, ReceivedRequest request) throws Rejection;
}
