// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a script could see of an answer.
 *
 * @param members from the script
 */
record ScriptedAnswer(Map<String, Object> members) {

    /** Those to all requests of a script, in order. */
    static List<ScriptedAnswer> all(Map<String, Object> report) {
        List<ScriptedAnswer> answers = new ArrayList<>();
        for (Object answer : (List<?>) report.get("answers")) {
            answers.add(new ScriptedAnswer(object(answer)));
        }
        return answers;
    }

    @SuppressWarnings("unchecked") // objects of JSON have no other keys
    static Map<String, Object> object(Object json) {
        return (Map<String, Object>) json;
    }

    /** 0 when there was none. */
    int status() {
        return members.get("status") instanceof Number status ? status.intValue() : 0;
    }

    /** The lines of WWW-Authenticate as one, or null. */
    String challenge() {
        return (String) members.get("challenge");
    }

    /** The field DPoP-Nonce, or null. */
    String nonce() {
        return (String) members.get("nonce");
    }

    /** The name of the error that came instead of an answer, or null. */
    String failure() {
        return (String) members.get("failure");
    }

    /** The challenges as the client parsed them. */
    List<Map<String, Object>> challenges() {
        return ((List<?>) members.get("challenges"))
                .stream().map(ScriptedAnswer::object).toList();
    }

    /** Whether the client says that it has to send again with a nonce. */
    boolean asksForNonce() {
        return Boolean.TRUE.equals(members.get("asksForNonce"));
    }
}
