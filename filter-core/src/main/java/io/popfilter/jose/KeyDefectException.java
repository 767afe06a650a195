// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

/** A JWK cannot be used. No stack trace, no part of the key in its message. */
public final class KeyDefectException extends Exception {

    private static final long serialVersionUID = 1L;

    /** What is wrong with the key, as far as somebody decides on it. */
    public enum Defect {
        /** Wrong in form, size, strength or kind, or off its curve. */
        UNACCEPTABLE,
        /** A public key with private members. */
        PRIVATE
    }

    private final Defect defect;

    KeyDefectException(Defect defect, String detail) {
        super(detail, null, false, false);
        this.defect = defect;
    }

    static KeyDefectException unacceptable(String detail) {
        return new KeyDefectException(Defect.UNACCEPTABLE, detail);
    }

    /** What is wrong. */
    public Defect defect() {
        return defect;
    }

    /** What is wrong in a few words, for a log. */
    public String detail() {
        return String.valueOf(getMessage());
    }
}
