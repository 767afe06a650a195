// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

/**
 * One way to verify signed requests.
 *
 * @param <R> the requests
 */
interface Variant<R> {

    /** Whether the request passes. When it does, its id is spent. */
    boolean accepts(R request) throws Exception;

    /** Forgets the spent ids: the same requests pass once more. */
    void forgetSpentIds();
}
