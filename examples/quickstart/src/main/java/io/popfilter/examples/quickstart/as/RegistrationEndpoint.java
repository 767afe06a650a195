// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.popfilter.examples.quickstart.as.ClientAuthentication.Method;
import io.popfilter.examples.quickstart.as.Refusal.Code;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** {@code POST /register}: dynamic registration of clients (RFC 7591). */
@SuppressWarnings("serial") // nobody serializes a servlet
final class RegistrationEndpoint extends Endpoint {

    private static final int MAX_OCTETS = 64 * 1024;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final InitialAccess access;
    private final Clients clients;
    private final InstantSource clock;

    RegistrationEndpoint(InitialAccess access, Clients clients, InstantSource clock) {
        this.access = access;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    Reply reply(HttpServletRequest request) throws Refusal, IOException {
        access.require(request.getHeader("Authorization"));
        Instant now = clock.instant();
        ClientMetadata metadata = ClientMetadata.read(json(request), access.scopes(), now);
        String id = UUID.randomUUID().toString();
        Optional<String> secret = metadata.authentication() == Method.PRIVATE_KEY_JWT
                ? Optional.empty()
                : Optional.of(RandomText.ofOctets(32));
        clients.add(new RegisteredClient(
                new Credentials(id, secret, metadata.keys()),
                metadata.proof(),
                metadata.scopes(),
                metadata.softwareId()));

        Map<String, Object> members = new LinkedHashMap<>();
        members.put("client_id", id);
        members.put("client_id_issued_at", now.getEpochSecond());
        if (secret.isPresent()) {
            members.put("client_secret", secret.get());
            members.put("client_secret_expires_at", 0); // never
        }
        members.putAll(metadata.members());
        return Reply.json(201, members);
    }

    private static JsonNode json(HttpServletRequest request) throws Refusal, IOException {
        String type = String.valueOf(request.getContentType());
        if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refusal(Code.INVALID_CLIENT_METADATA, "send application/json");
        }
        byte[] octets = request.getInputStream().readNBytes(MAX_OCTETS + 1);
        if (octets.length > MAX_OCTETS) {
            throw new Refusal(Code.INVALID_CLIENT_METADATA, "at most " + MAX_OCTETS + " octets");
        }
        try {
            JsonNode json = JSON.readTree(octets);
            if (json.isObject()) {
                return json;
            }
        } catch (JsonProcessingException e) {
            // no JSON: refused below
        }
        throw new Refusal(Code.INVALID_CLIENT_METADATA, "send one JSON object");
    }
}
