// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.parse.MalformedException;
import org.jspecify.annotations.Nullable;

/** Canonical values; what the verifier would refuse is an {@link IllegalArgumentException} that says what to do. */
final class Canonical {

    private Canonical() {}

    /** A step of the canonicalization that both sides share. */
    interface Step<T extends @Nullable Object, R> {
        R apply(T raw) throws MalformedException;
    }

    static <T extends @Nullable Object, R> R of(String what, T raw, Step<T, R> step) {
        try {
            return step.apply(raw);
        } catch (MalformedException e) {
            throw unsignable(what + ": " + e.defect(), e.remedy().orElse("write it as RFC 9110 says"));
        }
    }

    static IllegalArgumentException unsignable(String defect, String remedy) {
        return new IllegalArgumentException("this request cannot be signed: " + defect + "; " + remedy);
    }
}
