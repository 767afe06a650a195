// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import io.popfilter.authorization.AuthorizationCheck;
import io.popfilter.body.BodyIntake;
import io.popfilter.channel.ChannelCheck;
import io.popfilter.channel.ConnectionProof;
import io.popfilter.coverage.Coverage;
import io.popfilter.coverage.CoverageCheck;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.jose.Signatures;
import io.popfilter.jose.VerificationKey;
import io.popfilter.proof.ConfirmedKey;
import io.popfilter.proof.FreshnessWindow;
import io.popfilter.proof.NonceCheck;
import io.popfilter.proof.VerifiedProof;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.replay.ReplayCheck;
import io.popfilter.scheme.Authenticator;
import io.popfilter.scheme.BearerToken;
import io.popfilter.scheme.Presented;
import io.popfilter.scheme.SchemeName;
import io.popfilter.scheme.Schemes;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.token.AccessToken;
import io.popfilter.token.Confirmation;
import io.popfilter.token.ReferencedAccessTokens;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Verifies signed requests. Safe for any number of threads; make one per policy with {@link RequestVerifierBuilder}.
 *
 * <p>{@link #verify} is the whole truth about the order of the checks.
 */
public final class RequestVerifier {

    private final InstantSource clock;
    private final Schemes schemes;
    private final FreshnessWindow freshness;
    private final NonceCheck nonceCheck;
    private final ReferencedAccessTokens tokens;
    private final Signatures signatures;
    private final CanonicalRules rules;
    private final CoverageCheck coverageCheck;
    private final ChannelCheck channelCheck;
    private final AuthorizationCheck authorizationCheck;
    private final Optional<ReplayCheck> replayCheck;
    private final boolean isEveryTokenForSingleUse;
    private final String nameClaim;

    RequestVerifier(
            InstantSource clock,
            Schemes schemes,
            FreshnessWindow freshness,
            NonceCheck nonceCheck,
            ReferencedAccessTokens tokens,
            Signatures signatures,
            CanonicalRules rules,
            CoverageCheck coverageCheck,
            ChannelCheck channelCheck,
            AuthorizationCheck authorizationCheck,
            Optional<ReplayCheck> replayCheck,
            boolean isEveryTokenForSingleUse,
            String nameClaim) {
        this.clock = clock;
        this.schemes = schemes;
        this.freshness = freshness;
        this.nonceCheck = nonceCheck;
        this.tokens = tokens;
        this.signatures = signatures;
        this.rules = rules;
        this.coverageCheck = coverageCheck;
        this.channelCheck = channelCheck;
        this.authorizationCheck = authorizationCheck;
        this.replayCheck = replayCheck;
        this.isEveryTokenForSingleUse = isEveryTokenForSingleUse;
        this.nameClaim = nameClaim;
    }

    /**
     * Reads the target of a request by the rules of this verifier.
     *
     * @param rawContextPath the part of the path that leads to the application, as the container reports it; may be empty
     */
    public RequestTarget readTarget(ReceivedRequest request, String rawContextPath) throws Rejection {
        return RequestTarget.read(request, rawContextPath, rules);
    }

    /**
     * Verifies one request.
     *
     * @param request what the container received
     * @param target its target, read with {@link #readTarget}
     * @return the principal, and what was checked
     * @throws Rejection with the reason of the first check that fails; whatever fails in an unforeseen way is a rejection too
     */
    public VerifiedRequest verify(ReceivedRequest request, RequestTarget target) throws Rejection {
        return verify(request, target, proof -> {});
    }

    /**
     * The same for somebody who has to know the proof as soon as it holds, also when the request is refused for something
     * else: the refusal may have to be signed with the key that both sides have.
     *
     * @param proven told of the proof, if there is one, at most once
     */
    public VerifiedRequest verify(ReceivedRequest request, RequestTarget target, Consumer<VerifiedProof> proven)
            throws Rejection {
        try {
            return runStages(request, target, proven);
        } catch (RuntimeException | StackOverflowError e) {
            throw Rejection.outage(Reason.INTERNAL_FAULT, e); // a bug, here or in a collaborator, lets nobody pass
        }
    }

    /**
     * Refuses what was verified for one route to be dispatched to another one that demands more of proof or token.
     *
     * @param route where the application forwards, includes or dispatches to; nothing when that path is ambiguous
     */
    public void requireEnoughFor(Optional<CanonicalPath> route, VerifiedRequest verified, ReceivedRequest request)
            throws Rejection {
        coverageCheck.requireFor(route, verified.coverage(), verified.scheme(), request);
        channelCheck.requireFor(route, verified.connection());
        authorizationCheck.check(route, verified.scheme(), verified.token(), clock.instant());
    }

    private VerifiedRequest runStages(ReceivedRequest request, RequestTarget target, Consumer<VerifiedProof> proven)
            throws Rejection {
        if (!target.rules().equals(rules)) {
            throw new IllegalArgumentException("a target that was read by other rules");
        }
        if (request.tls().mayBeEarlyData()) {
            throw new Rejection(Reason.EARLY_DATA); // whoever sent it has to send it again, and nothing is spent yet
        }
        Instant now = clock.instant();
        Presented presented = schemes.read(request); // PARSE
        return presented instanceof Authenticator authenticator
                ? verifyProof(authenticator, request, target, proven, now)
                : acceptWithoutProof((BearerToken) presented, request, target, now);
    }

    private VerifiedRequest verifyProof(
            Authenticator authenticator,
            ReceivedRequest request,
            RequestTarget target,
            Consumer<VerifiedProof> proven,
            Instant now)
            throws Rejection {
        freshness.check(authenticator.createdAt(), now); // FRESHNESS
        Optional<String> nextNonce = nonceCheck.check(authenticator, now); // FRESHNESS too
        AccessToken token = tokens.resolve(authenticator.token(), now); // TOKEN
        VerificationKey key = ConfirmedKey.resolve(token.confirmation(), authenticator); // KEY
        Optional<CertificateThumbprint> certificate = token.confirmation().requireCertificate(request.tls()); // KEY too
        VerifiedProof proof = VerifiedProof.verify(authenticator, key, signatures); // PROOF
        proven.accept(proof);
        try (BodyIntake intake = coverageCheck.intake(request)) {
            Coverage coverage = coverageCheck.check(proof, request, target, intake); // COVERAGE
            ConnectionProof connection =
                    new ConnectionProof(channelCheck.check(proof, request), certificate); // CHANNEL
            channelCheck.requireFor(Optional.of(target.route()), connection);
            authorizationCheck.check(Optional.of(target.route()), authenticator.scheme(), token, now); // AUTHORIZATION
            if (replayCheck.isPresent()) {
                replayCheck.get().spend(proof); // REPLAY
            }
            spendIfForSingleUse(token); // REPLAY too
            intake.handOver();
            return new VerifiedRequest(
                    new PopPrincipal(
                            authenticator.scheme(),
                            nameClaim,
                            token,
                            Optional.of(proof.thumbprint()),
                            coverage,
                            connection),
                    authenticator.scheme(),
                    token,
                    coverage,
                    connection,
                    nextNonce);
        }
    }

    /** A token that comes alone is bound to a certificate, or to nothing: no stage has a proof to look at. */
    private VerifiedRequest acceptWithoutProof(
            BearerToken presented, ReceivedRequest request, RequestTarget target, Instant now) throws Rejection {
        AccessToken token = tokens.resolve(presented.token(), now); // TOKEN
        SchemeName scheme = schemeFor(token.confirmation()); // KEY
        ConnectionProof connection = new ConnectionProof(
                Optional.empty(), token.confirmation().requireCertificate(request.tls())); // KEY too
        if (!(token.claims().get(nameClaim) instanceof String)) {
            throw new Rejection(Reason.TOKEN_CLAIM_MISSING, Facts.about(nameClaim)); // no key could name its holder
        }
        Coverage coverage = coverageCheck.withoutProof(scheme, request, target);
        channelCheck.requireFor(Optional.of(target.route()), connection); // CHANNEL
        authorizationCheck.check(Optional.of(target.route()), scheme, token, now); // AUTHORIZATION
        spendIfForSingleUse(token); // REPLAY
        return new VerifiedRequest(
                new PopPrincipal(scheme, nameClaim, token, Optional.empty(), coverage, connection),
                scheme,
                token,
                coverage,
                connection,
                Optional.empty());
    }

    /** The token decides what proof is needed. */
    private SchemeName schemeFor(Confirmation confirmation) throws Rejection {
        if (confirmation.isByKey()) {
            throw new Rejection(Reason.BOUND_TOKEN_WITHOUT_PROOF);
        }
        SchemeName scheme = confirmation.isByCertificate() ? SchemeName.MTLS : SchemeName.BEARER;
        if (!schemes.accept(scheme)) {
            throw new Rejection(
                    scheme == SchemeName.MTLS ? Reason.CONFIRMATION_NOT_FOR_SCHEME : Reason.BEARER_NOT_ACCEPTED);
        }
        return scheme;
    }

    private void spendIfForSingleUse(AccessToken token) throws Rejection {
        if (!isEveryTokenForSingleUse && !token.isForSingleUse()) {
            return;
        }
        replayCheck
                // nobody could tell a second use: the issuer's word counts more than a guard that is switched off
                .orElseThrow(() -> new Rejection(
                        Reason.REPLAY_STORE_UNAVAILABLE, Facts.about("a token for single use, and no store")))
                .spend(token);
    }
}
