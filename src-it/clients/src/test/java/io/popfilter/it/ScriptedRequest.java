// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request that a script sends.
 *
 * @param members for the script
 */
record ScriptedRequest(Map<String, Object> members) {

    static ScriptedRequest get(Server server, String target) {
        return new ScriptedRequest(Map.of("method", "GET", "url", "http://" + server.authority() + target));
    }

    static ScriptedRequest post(Server server, String target, String json) {
        return withBody("POST", server, target, json);
    }

    static ScriptedRequest put(Server server, String target, String json) {
        return withBody("PUT", server, target, json);
    }

    private static ScriptedRequest withBody(String method, Server server, String target, String json) {
        return new ScriptedRequest(
                Map.of("method", method, "url", "http://" + server.authority() + target, "body", json));
    }

    /** Signed with a key that the token is not bound to. */
    ScriptedRequest byStranger() {
        return with("signer", "stranger");
    }

    /** With this nonce instead of the last one. */
    ScriptedRequest withNonce(String nonce) {
        return with("nonce", nonce);
    }

    /** With the proof of the request before. */
    ScriptedRequest withProofOfLast() {
        return with("proofOfLast", true);
    }

    /** Whatever the answer: a client that sends again for the sake of a nonce does not. */
    ScriptedRequest once() {
        return with("once", true);
    }

    private ScriptedRequest with(String name, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(members);
        changed.put(name, value);
        return new ScriptedRequest(changed);
    }
}
