// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.it.jetty.Jetty;
import io.popfilter.it.tomcat.EmbeddedTomcat;
import java.util.Map;

/** A container with the filter, behind proxies. */
enum Backend {
    JETTY(new Jetty()),
    TOMCAT(new EmbeddedTomcat());

    @SuppressWarnings("ImmutableEnumChecker") // they have no state
    private final Container container;

    Backend(Container container) {
        this.container = container;
    }

    Server start(Map<String, String> settings) {
        return Server.startIn(container, settings);
    }
}
