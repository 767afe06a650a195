// SPDX-License-Identifier: Apache-2.0
/** What a verification costs, beside the least that it can cost and beside the obvious way to write it. */
package io.popfilter.benchmarks;
