// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

/** Whether a variant verifies at all: a fast one that lets everything pass would win every comparison. */
final class Trial {

    private Trial() {}

    static void check(Variant<? super SignedRequest> variant, Material material) throws Exception {
        SignedRequest good = material.sign(1)[0];
        require(!variant.accepts(good.withChangedBody()), variant, "accepts a changed body");
        require(!variant.accepts(good.withChangedSignature()), variant, "accepts a changed signature");
        checkOnceOnly(variant, good);
    }

    static void check(Variant<? super DpopRequest> variant, DpopMaterial material) throws Exception {
        DpopRequest good = material.sign(1)[0];
        require(!variant.accepts(good.withChangedPath()), variant, "accepts a changed path");
        require(!variant.accepts(good.withChangedToken()), variant, "accepts a changed token");
        require(!variant.accepts(good.withChangedSignature()), variant, "accepts a changed signature");
        checkOnceOnly(variant, good);
    }

    private static <R> void checkOnceOnly(Variant<? super R> variant, R good) throws Exception {
        require(variant.accepts(good), variant, "refuses a good request");
        require(!variant.accepts(good), variant, "accepts a replay");
        variant.forgetSpentIds();
        require(variant.accepts(good), variant, "refuses a good request after forgetting");
    }

    static void check(BareSignature bare, DpopMaterial material) throws Exception {
        DpopRequest good = material.sign(1)[0];
        require(!bare.accepts(good.withChangedSignature()), bare, "accepts a changed signature");
        require(bare.accepts(good), bare, "refuses a good request");
    }

    private static void require(boolean isRight, Object variant, String complaint) {
        if (!isRight) {
            throw new IllegalStateException(variant.getClass().getSimpleName() + " " + complaint);
        }
    }
}
