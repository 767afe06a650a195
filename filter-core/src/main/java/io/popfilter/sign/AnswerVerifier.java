// SPDX-License-Identifier: Apache-2.0
package io.popfilter.sign;

import io.popfilter.answer.AnswerClaims;
import io.popfilter.answer.AnswerFields;
import io.popfilter.answer.RequestHash;
import io.popfilter.jose.CompactJws;
import io.popfilter.jose.Digests;
import io.popfilter.jose.JoseException;
import io.popfilter.jose.JwsVerifier;
import io.popfilter.jose.KeyType;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.Signatures;
import io.popfilter.jose.SigningKey;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.MalformedException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks that an answer comes from the server that the request was meant for, and is the answer to that request. Safe for any
 * number of threads.
 *
 * <p>It is as good as the key: a secret that only the server could unwrap from the token, or the server's published keys. What
 * the authenticator of the request does not cover, as the query with DPoP, the answer does not vouch for either.
 */
public final class AnswerVerifier {

    private static final int MAX_LENGTH = 8 * 1024;
    private static final Duration TOLERANCE = Duration.ofMinutes(1);
    private static final List<String> HEADER_MEMBERS = List.of("alg", "typ", "kid");

    private final Optional<SigningKey> secret;
    private final List<VerificationKey> serverKeys;
    private final InstantSource clock;
    private final Duration tolerance;
    private final boolean requiresBody;
    private final Digests digests = new Digests();
    private final JwsVerifier signatures = new JwsVerifier(new Signatures());

    private AnswerVerifier(
            Optional<SigningKey> secret,
            List<VerificationKey> serverKeys,
            InstantSource clock,
            Duration tolerance,
            boolean requiresBody) {
        this.secret = secret;
        this.serverKeys = List.copyOf(serverKeys);
        this.clock = clock;
        this.tolerance = tolerance;
        this.requiresBody = requiresBody;
    }

    /**
     * For requests that are signed with this secret: whoever signs with it too could unwrap the token.
     *
     * @throws IllegalArgumentException when it is a key pair, whose private half the server does not have
     */
    public static AnswerVerifier sharing(SigningKey secret, InstantSource clock) {
        if (secret.algorithm().keyType() != KeyType.SECRET) {
            throw new IllegalArgumentException("a key pair is not shared with the server: use the server's keys");
        }
        return new AnswerVerifier(Optional.of(secret), List.of(), clock, TOLERANCE, true);
    }

    /**
     * For answers that the server signs with a key of its own.
     *
     * @param serverKeys those at the {@code jwks_uri} of its metadata (RFC 9728 section 2), of a server that was
     *     authenticated when they were fetched
     * @throws IllegalArgumentException when there is none, or a secret among them
     */
    public static AnswerVerifier trusting(List<VerificationKey> serverKeys, InstantSource clock) {
        return new AnswerVerifier(Optional.empty(), requirePublic(serverKeys), clock, TOLERANCE, true);
    }

    /** The same, for answers with a key of the server's too: of a refusal before it knew the secret. */
    public AnswerVerifier alsoTrusting(List<VerificationKey> keys) {
        List<VerificationKey> all = new ArrayList<>(serverKeys);
        all.addAll(requirePublic(keys));
        return new AnswerVerifier(secret, all, clock, tolerance, requiresBody);
    }

    /** The same, for clocks that differ, and bodies that take, up to so much; a minute if this is not said. */
    public AnswerVerifier withTolerance(Duration newTolerance) {
        return new AnswerVerifier(secret, serverKeys, clock, newTolerance, requiresBody);
    }

    /** The same, for answers too whose signature says that it does not cover the body: ask {@link VerifiedAnswer#coversBody}. */
    public AnswerVerifier acceptingUncoveredBodies() {
        return new AnswerVerifier(secret, serverKeys, clock, tolerance, false);
    }

    private static List<VerificationKey> requirePublic(List<VerificationKey> keys) {
        if (keys.isEmpty() || keys.stream().anyMatch(key -> key.type() == KeyType.SECRET)) {
            throw new IllegalArgumentException("no key of the server, or one that is not public");
        }
        return keys;
    }

    /**
     * Checks an answer.
     *
     * @param sent what was sent, with {@link SignedRequest#wantingSignedAnswer}
     * @param answer what came back, not from a server that the client was redirected to
     * @throws RefusedAnswerException when it cannot be believed, or is not signed at all
     * @throws IllegalArgumentException when the request did not ask for a signed answer
     */
    public VerifiedAnswer verify(SignedRequest sent, ReceivedAnswer answer) throws RefusedAnswerException {
        if (!sent.wantsSignedAnswer()) {
            throw new IllegalArgumentException("the request did not ask for a signed answer");
        }
        AnswerClaims claims = verifiedClaims(signature(answer));
        RequestHash request = RequestHash.of(sent.authenticator(), digests);
        require(AnswerFault.OTHER_REQUEST, Digests.isEqual(request.value(), claims.requestHash()));
        requireFresh(claims.signedAt());
        require(AnswerFault.STATUS_MISMATCH, answer.head().status() == claims.status());
        require(AnswerFault.FIELDS_MISMATCH, hasSignedFields(answer.head(), claims));
        require(AnswerFault.BODY_NOT_COVERED, !requiresBody || claims.bodyHash().isPresent());
        require(
                AnswerFault.BODY_MISMATCH,
                claims.bodyHash()
                        .map(hash -> Digests.isEqual(answer.bodyHash(), hash))
                        .orElse(true));
        return new VerifiedAnswer(claims);
    }

    /** The one signature, from the header or from the trailer section. */
    private static String signature(ReceivedAnswer answer) throws RefusedAnswerException {
        List<String> all = new ArrayList<>(answer.head().linesOf(AnswerFields.SIGNATURE));
        all.addAll(answer.trailerLines(AnswerFields.SIGNATURE));
        require(AnswerFault.MISSING, !all.isEmpty());
        // RFC 9110 section 5.3: a comma is what a proxy makes of two lines
        require(AnswerFault.REPEATED, all.size() == 1 && all.get(0).indexOf(',') < 0);
        require(AnswerFault.TOO_LARGE, all.get(0).length() <= MAX_LENGTH);
        return all.get(0).strip();
    }

    private AnswerClaims verifiedClaims(String compact) throws RefusedAnswerException {
        try {
            CompactJws jws = CompactJws.parse(compact);
            require(
                    AnswerFault.TYPE_WRONG,
                    AnswerFields.TYPE.equalsIgnoreCase(jws.header().text("typ")));
            require(
                    AnswerFault.HEADER_FORBIDDEN,
                    HEADER_MEMBERS.containsAll(jws.header().names()));
            signatures.verify(jws, keysFor(jws));
            return AnswerClaims.read(jws.claims());
        } catch (MalformedException e) {
            throw new RefusedAnswerException(AnswerFault.MALFORMED, e.defect());
        } catch (JoseException e) {
            throw new RefusedAnswerException(
                    switch (e.fault()) {
                        case ALGORITHM_NOT_ACCEPTED -> AnswerFault.ALGORITHM_NOT_ACCEPTED;
                        case HEADER_FORBIDDEN -> AnswerFault.HEADER_FORBIDDEN;
                        case KEY_UNKNOWN -> AnswerFault.KEY_UNKNOWN;
                        case NOT_AUTHENTIC -> AnswerFault.SIGNATURE_INVALID;
                    },
                    e.detail());
        }
    }

    /** RFC 8725 section 3.2: what the client knows decides which algorithm may be used, the message does not. */
    private List<VerificationKey> keysFor(CompactJws jws) throws RefusedAnswerException, MalformedException {
        @Nullable SignatureAlgorithm algorithm = jws.algorithm().orElse(null);
        boolean isSecrets = algorithm != null && algorithm.keyType() == KeyType.SECRET;
        if (isSecrets) {
            require(AnswerFault.HEADER_FORBIDDEN, jws.kid().isEmpty());
            require(
                    AnswerFault.ALGORITHM_NOT_ACCEPTED,
                    secret.filter(key -> key.algorithm() == algorithm).isPresent());
            return List.of(secret.orElseThrow().verificationKey());
        }
        require(AnswerFault.ALGORITHM_NOT_ACCEPTED, algorithm != null && !serverKeys.isEmpty());
        require(AnswerFault.KEY_UNKNOWN, jws.kid().isPresent());
        return serverKeys;
    }

    private void requireFresh(Instant signedAt) throws RefusedAnswerException {
        boolean isFresh = Duration.between(signedAt, clock.instant()).abs().compareTo(tolerance) <= 0;
        require(AnswerFault.NOT_FRESH, isFresh);
    }

    private boolean hasSignedFields(AnswerHead head, AnswerClaims claims) {
        try {
            String hash = AnswerFields.hash(claims.fieldNames(), head.lines(), digests);
            return Digests.isEqual(hash, claims.fieldsHash());
        } catch (MalformedException e) {
            return false; // a server signs no such line
        }
    }

    private static void require(AnswerFault fault, boolean holds) throws RefusedAnswerException {
        if (!holds) {
            throw new RefusedAnswerException(fault, "refused");
        }
    }
}
