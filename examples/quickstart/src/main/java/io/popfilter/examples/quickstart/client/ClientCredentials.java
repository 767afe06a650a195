// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import java.net.http.HttpRequest;
import java.util.Map;

/** How a client, or a resource server, tells the authorization server who it is. */
public interface ClientCredentials {

    /** Adds them to a request that is about to be sent, or to the form in it. */
    void addTo(HttpRequest.Builder request, Map<String, String> form);
}
