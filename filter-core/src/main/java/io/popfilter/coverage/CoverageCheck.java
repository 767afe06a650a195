// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.Body;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.jose.Digests;
import io.popfilter.proof.VerifiedProof;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Component;
import io.popfilter.scheme.SchemeName;
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
    private final FieldComparison fieldComparison;

    /** Checks by these policies and rules; bodies of more octets are refused. */
    public CoverageCheck(
            CoveragePolicy policy,
            FieldPolicy fieldPolicy,
            CanonicalRules rules,
            ExternalAddresses addresses,
            Digests digests,
            int maxBodyOctets) {
        this.policy = policy;
        this.fieldComparison = new FieldComparison(rules, fieldPolicy, digests);
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
        Set<String> fields = fieldComparison.compare(stated.find(Statement.FieldsAre.class), request);
        boolean mayHaveBody = Framing.mayHaveBody(request, target);
        Optional<Body> body;
        try {
            body = compareBody(stated.find(Statement.BodyIs.class), request, mayHaveBody ? maxBodyOctets : 0);
        } catch (Rejection e) {
            // over HTTP/2 a body need not be announced: its first octet was seen, and no more was read
            throw mayHaveBody || e.reason() != Reason.BODY_TOO_LARGE ? e : Framing.bodyNotAllowed(target);
        }
        boolean hasBody = body.map(read -> read.length() > 0).orElse(request.announcedBodyLength() != 0);
        if (hasBody && required.contains(Component.CONTENT_TYPE)) {
            FieldComparison.requireDescriptionOfBody(fields, request);
        }
        return new Coverage(covered, fields, body);
    }

    /**
     * Refuses what was verified for one route to go on to another one whose requirements it does not meet.
     *
     * @param scheme the scheme of the proof, which cannot cover everything
     * @param covered the components that the proof covers
     * @param hasBody whether there is a body to be described
     */
    public void requireFor(CanonicalPath route, SchemeName scheme, Set<Component> covered, boolean hasBody)
            throws Rejection {
        Set<Component> required = policy.requiredFor(route);
        required.retainAll(scheme.coverable());
        for (Component component : required) {
            if (!covered.contains(component) && (component != Component.CONTENT_TYPE || hasBody)) {
                throw new Rejection(
                        Reason.COMPONENT_NOT_COVERED, Facts.about(component + ", for a dispatch to " + route));
            }
        }
    }

    private Optional<Body> compareBody(Optional<Statement.BodyIs> stated, ReceivedRequest request, int maxOctets)
            throws Rejection {
        if (stated.isEmpty()) {
            return Optional.empty();
        }
        MessageDigest digest = digests.start();
        Body body = Body.read(request, maxOctets, digest);
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
