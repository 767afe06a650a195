// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import java.util.List;

/** Whether the server is believed to know the token by its hash. Safe for any number of threads. */
final class TokenIdentifier {

    /** So often in a row the server forgets what it has just accepted: it does not remember tokens at all. */
    private static final int GIVE_UP_AFTER = 2;

    private static final String UNKNOWN = "error=\"unknown_token_identifier\"";
    private static final int UNAUTHORIZED = 401;

    private boolean isOn;
    private boolean isKnown;
    private int forgottenInARow;

    synchronized void switchOn() {
        isOn = true;
    }

    synchronized boolean isUsable() {
        return isOn && isKnown;
    }

    synchronized boolean learn(int status, List<String> challenges) {
        if (!isOn) {
            return false;
        }
        if (status == UNAUTHORIZED) {
            boolean isUnknown = challenges.stream().anyMatch(challenge -> challenge.contains(UNKNOWN));
            boolean wasUsed = isKnown;
            if (isUnknown) {
                isKnown = false;
                isOn = ++forgottenInARow < GIVE_UP_AFTER;
            }
            return isUnknown && wasUsed;
        }
        if (status >= 200 && status < 300) {
            forgottenInARow = isKnown ? 0 : forgottenInARow;
            isKnown = true; // any other status may come from somebody who never looked at the token
        }
        return false;
    }
}
