// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

/** The schemes of which there is a story. */
enum StoryScheme {
    POP("PoP"),
    DPOP("DPoP");

    private final String text;

    StoryScheme(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
