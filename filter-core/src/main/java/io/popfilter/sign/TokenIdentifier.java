// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

/** Whether the server is believed to know the token by its hash. Safe for any number of threads. */
final class TokenIdentifier {

    /** So often in a row the server forgets what it has just accepted: it does not remember tokens at all. */
    private static final int GIVE_UP_AFTER = 2;

    private static final int FIRST_ERROR = 400;

    private boolean isOn;
    private boolean isKnown;
    private int forgottenInARow;

    synchronized void switchOn() {
        isOn = true;
    }

    synchronized boolean isUsable() {
        return isOn && isKnown;
    }

    /** Learns from an answer, and says whether the request has to be sent again with the token. */
    synchronized boolean learn(AnswerHead answer) {
        if (answer.isRefusal("PoP", "unknown_token_identifier")) {
            if (isKnown) { // else it was sent before the server's forgetting was known, and says nothing new
                isKnown = false;
                isOn = ++forgottenInARow < GIVE_UP_AFTER;
            }
            return true;
        }
        if (answer.status() < FIRST_ERROR) { // an error may come from before the token was looked at
            if (isKnown) {
                forgottenInARow = 0;
            }
            isKnown = true;
        }
        return false;
    }
}
