// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

/** Signs requests for one access token, and learns from the answers what the next signature has to contain. */
public sealed interface Signer permits DpopSigner, RequestSigner {

    /**
     * Signs this request.
     *
     * @return the fields to send with it, good for one use
     * @throws IllegalArgumentException when the verifier would refuse the request; the message says what to do
     */
    SignedRequest sign(RequestToSign request);

    /**
     * Learns from an answer. Tell it of every one, also of those to requests that passed: they bring the next nonce.
     *
     * @param sent what {@link #sign} returned for the request that was answered
     * @param answer from the server that the request was signed for, not from one that it was redirected to
     * @return whether the request was refused only for what is known now: sign it once more, and send it. Not for ever: a
     *     server that accepts nothing of what it asked for is given up
     */
    boolean shouldSendAgain(SignedRequest sent, AnswerHead answer);
}
