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
import java.util.EnumSet;
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
        requireCovered(required, covered);
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
     * @param route nothing when the path is ambiguous: then no relaxation is for it
     * @param coverage what the proof covers
     * @param scheme the scheme of the proof, which cannot cover everything
     */
    public void requireFor(Optional<CanonicalPath> route, Coverage coverage, SchemeName scheme, ReceivedRequest request)
            throws Rejection {
        Set<Component> required = route.map(policy::requiredFor).orElseGet(() -> EnumSet.copyOf(policy.required()));
        required.retainAll(scheme.coverable());
        requireCovered(required, coverage.components());
        boolean hasBody = coverage.body().map(read -> read.length() > 0).orElse(request.announcedBodyLength() != 0);
        if (hasBody && required.contains(Component.CONTENT_TYPE)) {
            FieldComparison.requireDescriptionOfBody(coverage.fields(), request);
        }
    }

    private static void requireCovered(Set<Component> required, Set<Component> covered) throws Rejection {
        for (Component component : required) {
            // the field that describes a body is looked at when it is known whether there is one
            if (component != Component.CONTENT_TYPE && !covered.contains(component)) {
                throw new Rejection(Reason.COMPONENT_NOT_COVERED, Facts.about(component.toString()));
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
