// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

/** Whether a variant verifies at all: a fast one that lets everything pass would win every comparison. */
final class Trial {

    private Trial() {}

    static void check(Variant variant, Material material) throws Exception {
        SignedRequest good = material.sign(1)[0];
        require(!variant.accepts(good.withChangedBody()), variant, "accepts a changed body");
        require(!variant.accepts(good.withChangedSignature()), variant, "accepts a changed signature");
        require(variant.accepts(good), variant, "refuses a good request");
        require(!variant.accepts(good), variant, "accepts a replay");
        variant.forgetSpentIds();
        require(variant.accepts(good), variant, "refuses a good request after forgetting");
    }

    private static void require(boolean isRight, Variant variant, String complaint) {
        if (!isRight) {
            throw new IllegalStateException(variant.getClass().getSimpleName() + " " + complaint);
        }
    }
}
