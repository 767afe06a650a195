// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.CanonicalRules;
import io.popfilter.http.FieldLines;
import io.popfilter.http.FieldRules;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.Digests;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.LikelyCause;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Statement;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what is signed about header fields with the fields that were received. */
record FieldComparison(CanonicalRules rules, FieldPolicy policy, UnsignedParts unsignedParts, Digests digests) {

    /** The names of the covered fields. */
    Set<String> compare(Optional<Statement.FieldsAre> stated, ReceivedRequest request) throws Rejection {
        Set<String> covered = new HashSet<>();
        if (stated.isPresent()) {
            FieldLines lines = new FieldLines(rules);
            for (String name : stated.get().names()) {
                if (!rules.isCoverable(name) || !covered.add(name)) {
                    throw new Rejection(Reason.FIELD_NOT_COVERABLE, Facts.about(name));
                }
                add(lines, name, request);
            }
            String received = digests.sha256(lines.text());
            if (!Digests.isEqual(stated.get().hash(), received)) {
                throw new Rejection(
                        Reason.FIELDS_MISMATCH,
                        Facts.expected(stated.get().hash(), received)
                                .on("fields " + stated.get().names())
                                .likely(LetterCase.diagnose(stated.get(), request, rules, digests)));
            }
        }
        for (String name : policy.required()) {
            if (!covered.contains(name)) {
                throw new Rejection(Reason.COMPONENT_NOT_COVERED, Facts.about("field " + name));
            }
        }
        if (unsignedParts == UnsignedParts.SHOWN) {
            requireWhenPresent(FieldRules.sensitive(), covered, request);
            requireWhenPresent(policy.sensitive(), covered, request);
        }
        ConnectionOptions.refuseToName(covered, request);
        return covered;
    }

    /** The sensitive fields that are to be hidden. */
    Set<String> hidden(Set<String> covered) {
        if (unsignedParts == UnsignedParts.SHOWN) {
            return Set.of();
        }
        Set<String> hidden = new HashSet<>(FieldRules.sensitive());
        hidden.addAll(policy.sensitive());
        hidden.removeAll(covered);
        return hidden;
    }

    private void add(FieldLines lines, String name, ReceivedRequest request) throws Rejection {
        List<String> received = request.fieldLines(name);
        if (received.isEmpty()) {
            throw new Rejection(Reason.FIELD_ABSENT, Facts.about(name).likely(Optional.of(LikelyCause.FIELD_DROPPED)));
        }
        // one line and two lines of one field read differently, and proxies join them
        if (received.size() > 1 && !rules.isList(name)) {
            throw new Rejection(Reason.FIELD_REPEATED, Facts.about(name));
        }
        try {
            lines.add(name, received);
        } catch (MalformedException e) {
            throw new Rejection(Reason.FIELD_VALUE_UNACCEPTABLE, Facts.about(name + ": " + e.defect()));
        }
    }

    static void requireDescriptionOfBody(Set<String> covered, ReceivedRequest request) throws Rejection {
        requireWhenPresent(FieldRules.describingBody(), covered, request);
    }

    private static void requireWhenPresent(Collection<String> names, Set<String> covered, ReceivedRequest request)
            throws Rejection {
        for (String name : names) {
            if (!covered.contains(name) && !request.fieldLines(name).isEmpty()) {
                throw new Rejection(Reason.SENSITIVE_FIELD_NOT_COVERED, Facts.about(name));
            }
        }
    }
}
