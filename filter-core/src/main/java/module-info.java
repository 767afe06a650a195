// SPDX-License-Identifier: Apache-2.0
/** Verification and signing of requests, without a container. */
module io.popfilter.core {
    requires com.github.benmanes.caffeine;
    requires static transitive org.jspecify;
}
