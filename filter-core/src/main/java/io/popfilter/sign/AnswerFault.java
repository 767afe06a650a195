// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

/** Why a client refuses an answer, in the order in which it is looked at. */
public enum AnswerFault {
    /** The signature that was asked for is not there. */
    MISSING,
    /** There are several. */
    REPEATED,
    /** It is longer than any that a server makes. */
    TOO_LARGE,
    /** It is not a strict compact JWS with the members of one. */
    MALFORMED,
    /** {@code typ} is not that of an answer. */
    TYPE_WRONG,
    /** Its header has a member besides {@code alg}, {@code typ} and, for a key of the server's, {@code kid}. */
    HEADER_FORBIDDEN,
    /** {@code alg} is not that of the shared secret, or none that keys of servers are used with. */
    ALGORITHM_NOT_ACCEPTED,
    /** The server has no key of this name. */
    KEY_UNKNOWN,
    /** The signature does not verify. */
    SIGNATURE_INVALID,
    /** The answer is to another request. */
    OTHER_REQUEST,
    /** It was signed too long ago, or is dated ahead. */
    NOT_FRESH,
    /** The status is not the signed one. */
    STATUS_MISMATCH,
    /** A covered field is not the signed one, was taken away or was added. */
    FIELDS_MISMATCH,
    /** The signature says that it does not cover the body. */
    BODY_NOT_COVERED,
    /** The body is not the signed one, or not the whole of it. */
    BODY_MISMATCH
}
