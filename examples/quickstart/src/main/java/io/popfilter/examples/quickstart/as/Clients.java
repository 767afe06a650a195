// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The registered clients, by {@code client_id}. */
final class Clients {

    private final Map<String, RegisteredClient> byId = new ConcurrentHashMap<>();

    Clients(List<RegisteredClient> clients) {
        clients.forEach(this::add);
    }

    void add(RegisteredClient client) {
        byId.put(client.id(), client);
    }

    Optional<RegisteredClient> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    Optional<Credentials> credentials(String id) {
        return find(id).map(RegisteredClient::credentials);
    }

    /** Those with keys, as {@code {"clients": [metadata, ...]}}: for whoever has to look a key up by its {@code kid}. */
    String withKeys() {
        List<Map<String, Object>> clients = new ArrayList<>();
        for (RegisteredClient client : byId.values()) {
            Map<String, Object> keys = client.keys().metadata();
            if (!keys.isEmpty()) {
                Map<String, Object> metadata = new LinkedHashMap<>();
                metadata.put("client_id", client.id());
                client.softwareId().ifPresent(software -> metadata.put("software_id", software));
                metadata.putAll(keys);
                clients.add(metadata);
            }
        }
        try {
            return new ObjectMapper().writeValueAsString(Map.of("clients", clients));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
