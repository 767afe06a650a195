// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.body.Body;
import io.popfilter.body.BodyCheck;
import io.popfilter.body.BodyIntake;
import io.popfilter.body.BodyPolicy;
import io.popfilter.body.HeldBody;
import io.popfilter.body.StreamedBody;
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
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The COVERAGE stage: every required component is signed, and whatever is signed is what was received. */
public final class CoverageCheck {

    private final CoveragePolicy policy;
    private final UnsignedParts unsignedParts;
    private final ExternalAddresses addresses;
    private final Digests digests;
    private final BodyPolicy bodies;
    private final FieldComparison fieldComparison;

    /** Checks by these policies and rules. */
    public CoverageCheck(
            CoveragePolicy policy,
            FieldPolicy fieldPolicy,
            UnsignedParts unsignedParts,
            CanonicalRules rules,
            ExternalAddresses addresses,
            Digests digests,
            BodyPolicy bodies) {
        this.policy = policy;
        this.unsignedParts = unsignedParts;
        this.fieldComparison = new FieldComparison(rules, fieldPolicy, unsignedParts, digests);
        this.addresses = addresses;
        this.digests = digests;
        this.bodies = bodies;
    }

    /** What will take in the body of a request; to be closed when the request is refused. */
    public BodyIntake intake(ReceivedRequest request) {
        return new BodyIntake(request, bodies, digests);
    }

    /**
     * Compares; the body is read last, and only for a proof that holds in everything else.
     *
     * @param intake that of the same request
     */
    public Coverage check(VerifiedProof proof, ReceivedRequest request, RequestTarget target, BodyIntake intake)
            throws Rejection {
        return check(proof.scheme(), new Statements(proof.statements()), request, target, intake);
    }

    /** What is covered of a request that comes without a proof: nothing. */
    public Coverage withoutProof(SchemeName scheme, ReceivedRequest request, RequestTarget target) throws Rejection {
        try (BodyIntake intake = intake(request)) {
            return check(scheme, new Statements(List.of()), request, target, intake);
        }
    }

    private Coverage check(
            SchemeName scheme, Statements statements, ReceivedRequest request, RequestTarget target, BodyIntake intake)
            throws Rejection {
        Set<Component> required = policy.requiredFor(target.route());
        required.retainAll(scheme.coverable());
        Set<Component> covered = statements.components();
        requireCovered(required, covered);
        TargetComparison comparison = new TargetComparison(target, digests);
        comparison.compareMethod(statements.find(Statement.MethodIs.class));
        comparison.compareAddress(
                statements.find(Statement.AuthorityIs.class),
                statements.find(Statement.PathIs.class),
                addresses,
                request);
        comparison.compareUri(statements.find(Statement.TargetUriIs.class), addresses, request);
        Optional<Statement.QueryIs> query = statements.find(Statement.QueryIs.class);
        Optional<Hidden.Query> visibleQuery = Optional.empty();
        if (!comparison.compareQuery(query, required.contains(Component.QUERY))) {
            covered.remove(Component.QUERY);
            visibleQuery = visibleQuery(query, request, target);
        }
        Set<String> fields = fieldComparison.compare(statements.find(Statement.FieldsAre.class), request);
        Hidden hidden = new Hidden(fieldComparison.hidden(fields), visibleQuery);
        boolean mayHaveBody = Framing.mayHaveBody(request, target);
        Optional<Body> body = Optional.empty();
        Optional<Statement.BodyIs> stated = statements.find(Statement.BodyIs.class);
        if (stated.isPresent()) {
            body = Optional.of(
                    mayHaveBody ? take(stated.get(), target, intake) : takeNone(stated.get(), target, intake));
        }
        if (body.orElse(null) instanceof StreamedBody) {
            covered.remove(Component.BODY); // nobody knows yet
        }
        boolean hasBody = hasBody(body, request);
        if (hasBody && required.contains(Component.CONTENT_TYPE)) {
            FieldComparison.requireDescriptionOfBody(fields, request);
        }
        return new Coverage(covered, fields, hidden, body);
    }

    private Optional<Hidden.Query> visibleQuery(
            Optional<Statement.QueryIs> stated, ReceivedRequest request, RequestTarget target) {
        String received = request.rawQuery();
        if (unsignedParts == UnsignedParts.SHOWN || received == null || received.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = stated.map(Statement.QueryIs::names).orElse(List.of());
        return Optional.of(new Hidden.Query(received, target.query().textOf(Set.copyOf(names))));
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
        boolean isStreamed = coverage.body().orElse(null) instanceof StreamedBody;
        if (isStreamed && route.isPresent() && bodies.streams(route.get())) {
            required.remove(Component.BODY); // as when it is sent there
        }
        requireCovered(required, coverage.components());
        boolean hasBody = hasBody(coverage.body(), request);
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

    private static boolean hasBody(Optional<Body> body, ReceivedRequest request) {
        return body.map(taken -> !taken.isEmpty()).orElse(request.announcedBodyLength() != 0);
    }

    private Body take(Statement.BodyIs stated, RequestTarget target, BodyIntake intake) throws Rejection {
        BodyCheck check = (hash, length) -> compare(stated, hash, length);
        return bodies.streams(target.route()) ? intake.stream(check) : intake.hold(check);
    }

    /** Over HTTP/2 a body need not be announced. */
    private Body takeNone(Statement.BodyIs stated, RequestTarget target, BodyIntake intake) throws Rejection {
        HeldBody none = intake.nothing().orElseThrow(() -> Framing.bodyNotAllowed(target));
        compare(stated, digests.sha256(""), 0);
        return none;
    }

    private static void compare(Statement.BodyIs stated, String received, long length) throws Rejection {
        if (!Digests.isEqual(stated.hash(), received)) {
            throw new Rejection(
                    Reason.BODY_MISMATCH,
                    Facts.expected(stated.hash(), received)
                            .on(length + " octets")
                            .likely(Diagnosis.ofBody(stated.hash(), received)));
        }
    }
}
