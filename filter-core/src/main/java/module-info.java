// SPDX-License-Identifier: Apache-2.0
/** Verification and signing of requests, without a container. */
module io.popfilter.core {
    requires com.github.benmanes.caffeine;
    requires java.net.http;
    requires static transitive org.jspecify;

    exports io.popfilter;
    exports io.popfilter.answer;
    exports io.popfilter.authorization;
    exports io.popfilter.body;
    exports io.popfilter.channel;
    exports io.popfilter.coverage;
    exports io.popfilter.fetch;
    exports io.popfilter.http;
    exports io.popfilter.introspection;
    exports io.popfilter.jose;
    exports io.popfilter.nonce;
    exports io.popfilter.parse;
    exports io.popfilter.proof;
    exports io.popfilter.reject;
    exports io.popfilter.replay;
    exports io.popfilter.scheme;
    exports io.popfilter.sign;
    exports io.popfilter.tls;
    exports io.popfilter.token;
}
