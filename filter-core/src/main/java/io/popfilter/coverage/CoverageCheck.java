// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.Body;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.jose.Digests;
import io.popfilter.proof.VerifiedProof;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Component;
import io.popfilter.scheme.Statement;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** The COVERAGE stage: every required component is signed, and whatever is signed is what was received. */
public final class CoverageCheck {

    private final CoveragePolicy policy;
    private final ExternalAddresses addresses;
    private final Digests digests;
    private final int maxBodyOctets;

    /** Checks by this policy; bodies of more octets are refused. */
    public CoverageCheck(CoveragePolicy policy, ExternalAddresses addresses, Digests digests, int maxBodyOctets) {
        this.policy = policy;
        this.addresses = addresses;
        this.digests = digests;
        this.maxBodyOctets = maxBodyOctets;
    }

    /** Compares; the body is read last, and only for a proof that holds in everything else. */
    public Coverage check(VerifiedProof proof, ReceivedRequest request, RequestTarget target) throws Rejection {
        Set<Component> required = policy.requiredFor(target.route());
        required.retainAll(proof.scheme().coverable());
        Statements stated = new Statements(proof.statements());
        Set<Component> covered = stated.components();
        for (Component component : required) {
            if (component != Component.CONTENT_TYPE && !covered.contains(component)) {
                throw new Rejection(Reason.COMPONENT_NOT_COVERED, Facts.about(component.toString()));
            }
        }
        TargetComparison comparison = new TargetComparison(target, digests);
        comparison.compareMethod(stated.find(Statement.MethodIs.class));
        comparison.compareAddress(
                stated.find(Statement.AuthorityIs.class), stated.find(Statement.PathIs.class), addresses, request);
        comparison.compareUri(stated.find(Statement.TargetUriIs.class), addresses, request);
        if (!comparison.compareQuery(stated.find(Statement.QueryIs.class), required.contains(Component.QUERY))) {
            covered.remove(Component.QUERY);
        }
        Set<String> fields = FieldComparison.compare(stated.find(Statement.FieldsAre.class), request, digests);
        Optional<Body> body = compareBody(stated.find(Statement.BodyIs.class), request);
        boolean hasBody = body.map(read -> read.length() > 0).orElse(request.announcedBodyLength() != 0);
        if (hasBody && required.contains(Component.CONTENT_TYPE)) {
            FieldComparison.requireDescriptionOfBody(fields, request);
        }
        return new Coverage(covered, fields, body);
    }

    private Optional<Body> compareBody(Optional<Statement.BodyIs> stated, ReceivedRequest request) throws Rejection {
        if (stated.isEmpty()) {
            return Optional.empty();
        }
        MessageDigest digest = digests.start();
        Body body = Body.read(request, maxBodyOctets, digest);
        String received = digests.finish(digest);
        if (!Digests.isEqual(stated.get().hash(), received)) {
            throw new Rejection(
                    Reason.BODY_MISMATCH,
                    Facts.expected(stated.get().hash(), received)
                            .on(body.length() + " octets")
                            .likely(Diagnosis.ofBody(stated.get().hash(), received)));
        }
        return Optional.of(body);
    }
}
