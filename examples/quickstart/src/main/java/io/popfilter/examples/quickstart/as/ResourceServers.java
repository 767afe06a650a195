// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import java.util.List;
import java.util.Optional;

/** The resource servers that tokens can be issued for. */
record ResourceServers(List<ResourceServer> all) {

    Optional<ResourceServer> find(String identifier) {
        return all.stream()
                .filter(server -> server.identifier().equals(identifier))
                .findFirst();
    }

    Optional<Credentials> credentials(String id) {
        return all.stream()
                .map(ResourceServer::credentials)
                .filter(credentials -> credentials.id().equals(id))
                .findFirst();
    }
}
