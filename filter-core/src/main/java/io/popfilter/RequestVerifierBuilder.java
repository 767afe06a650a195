// SPDX-License-Identifier: Apache-2.0
package io.popfilter;

import io.popfilter.authorization.AuthorizationCheck;
import io.popfilter.authorization.AuthorizationPolicy;
import io.popfilter.body.BodyPolicy;
import io.popfilter.channel.ChannelCheck;
import io.popfilter.channel.ChannelPolicy;
import io.popfilter.coverage.CoverageCheck;
import io.popfilter.coverage.CoveragePolicy;
import io.popfilter.coverage.ExternalAddresses;
import io.popfilter.coverage.FieldPolicy;
import io.popfilter.coverage.UnsignedParts;
import io.popfilter.http.CanonicalRules;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.Digests;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.Signatures;
import io.popfilter.jose.VerificationKey;
import io.popfilter.proof.FreshnessWindow;
import io.popfilter.proof.NonceCheck;
import io.popfilter.replay.MemoryReplayStore;
import io.popfilter.replay.ReplayCheck;
import io.popfilter.replay.ReplayStore;
import io.popfilter.scheme.SchemeName;
import io.popfilter.scheme.Schemes;
import io.popfilter.token.AccessToken;
import io.popfilter.token.AccessTokens;
import io.popfilter.token.CachedAccessTokens;
import io.popfilter.token.ConfirmationReader;
import io.popfilter.token.JwtAccessTokens;
import io.popfilter.token.ReferencedAccessTokens;
import io.popfilter.token.TokenPolicy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link RequestVerifier} together.
 *
 * <p>What has no safe default has to be said: keys, and where spent ids are remembered. Switching a guard off has a name of
 * its own.
 */
public final class RequestVerifierBuilder {

    private static final long DEFAULT_CACHE_ENTRIES = 10_000;

    private final String issuer;
    private final String resource;
    private final InstantSource clock;

    private Duration tokenClockSkew = Duration.ofSeconds(30);
    private List<DecryptionKey> decryptionKeys = List.of();
    private List<VerificationKey> verificationKeys = List.of();
    private @Nullable AccessTokens accessTokens;
    private TokenPolicy.Profile tokenProfile = TokenPolicy.Profile.RFC9068;
    private TokenPolicy.Encryption tokenEncryption = TokenPolicy.Encryption.OPTIONAL;
    private long cacheEntries = DEFAULT_CACHE_ENTRIES;
    private long identifierEntries;
    private boolean isEveryTokenForSingleUse;
    private List<SchemeName> schemes = List.of(SchemeName.POP);
    private Set<SignatureAlgorithm> algorithms = EnumSet.allOf(SignatureAlgorithm.class);
    private FreshnessWindow freshness = new FreshnessWindow(Duration.ofSeconds(60), Duration.ofSeconds(5));
    private NonceCheck nonceCheck = NonceCheck.off();
    private CoveragePolicy coverage = CoveragePolicy.everything();
    private FieldPolicy fields = FieldPolicy.none();
    private UnsignedParts unsignedParts = UnsignedParts.SHOWN;
    private CanonicalRules rules = CanonicalRules.strict();
    private ExternalAddresses addresses = ExternalAddresses.directExposure();
    private ChannelPolicy channel = ChannelPolicy.off();
    private AuthorizationPolicy authorization = AuthorizationPolicy.nothing();
    private BodyPolicy bodies = BodyPolicy.defaults();
    private String nameClaim = "sub";
    private @Nullable ReplayStore replayStore;
    private boolean isReplayAllowed;

    /**
     * Starts with the defaults.
     *
     * @param issuer the issuer of the access tokens, exactly as in {@code iss}
     * @param resource the identifier of this resource server, exactly as in {@code aud}
     * @param clock the time; {@code InstantSource.system()} but in tests
     */
    public RequestVerifierBuilder(String issuer, String resource, InstantSource clock) {
        this.issuer = issuer;
        this.resource = resource;
        this.clock = clock;
    }

    /** Keys that decrypt tokens: secrets shared with the authorization server, or private keys of this server. */
    public RequestVerifierBuilder decryptionKeys(List<DecryptionKey> keys) {
        this.decryptionKeys = List.copyOf(keys);
        return this;
    }

    /** Keys that verify tokens: those of the issuer. */
    public RequestVerifierBuilder verificationKeys(List<VerificationKey> keys) {
        this.verificationKeys = List.copyOf(keys);
        return this;
    }

    /**
     * A token format of your own, instead of JWTs and their keys. Its tokens are remembered like others, and refused when
     * they are not alive; issuer and audience are its own business.
     */
    public RequestVerifierBuilder accessTokens(AccessTokens format) {
        this.accessTokens = format;
        return this;
    }

    /** The schemes that requests may use; {@code PoP} alone unless set. */
    public RequestVerifierBuilder schemes(List<SchemeName> names) {
        this.schemes = List.copyOf(names);
        return this;
    }

    /** How far the issuer's clock and ours may be apart; 30 seconds unless set. */
    public RequestVerifierBuilder tokenClockSkew(Duration skew) {
        this.tokenClockSkew = skew;
        return this;
    }

    /** What a signed token has to look like; RFC 9068 unless set. */
    public RequestVerifierBuilder tokenProfile(TokenPolicy.Profile profile) {
        this.tokenProfile = profile;
        return this;
    }

    /** Whether a token has to be encrypted; it need not be unless set. */
    public RequestVerifierBuilder tokenEncryption(TokenPolicy.Encryption encryption) {
        this.tokenEncryption = encryption;
        return this;
    }

    /** Lets clients send the hash of a token that was accepted here before; at most so many are remembered. */
    public RequestVerifierBuilder tokenIdentifiers(long maxEntries) {
        this.identifierEntries = maxEntries;
        return this;
    }

    /** Takes every token for one that is good for one request, not only those whose issuer says so. */
    public RequestVerifierBuilder singleUseTokens() {
        this.isEveryTokenForSingleUse = true;
        return this;
    }

    /** How many verified tokens are remembered; 10,000 unless set, 0 for none. */
    public RequestVerifierBuilder tokenCacheEntries(long entries) {
        this.cacheEntries = entries;
        return this;
    }

    /** The accepted signature algorithms; all unless set. */
    public RequestVerifierBuilder algorithms(Set<SignatureAlgorithm> accepted) {
        this.algorithms = EnumSet.copyOf(accepted);
        return this;
    }

    /** How old and how far ahead a signature may be; 60 and 5 seconds unless set. */
    public RequestVerifierBuilder freshness(FreshnessWindow window) {
        this.freshness = window;
        return this;
    }

    /** Whether authenticators have to contain a nonce that was handed out here; not unless set. */
    public RequestVerifierBuilder nonces(NonceCheck check) {
        this.nonceCheck = check;
        return this;
    }

    /** What has to be covered; everything unless set. */
    public RequestVerifierBuilder coverage(CoveragePolicy policy) {
        this.coverage = policy;
        return this;
    }

    /** Which header fields have to be covered, besides those that always have to; none unless set. */
    public RequestVerifierBuilder fields(FieldPolicy policy) {
        this.fields = policy;
        return this;
    }

    /**
     * Whether the application sees what is not signed and need not be; it does unless set. What has to be hidden is in {@link
     * io.popfilter.coverage.Coverage#hidden()}, and hiding it is up to whoever hands the request on.
     */
    public RequestVerifierBuilder unsignedParts(UnsignedParts become) {
        this.unsignedParts = become;
        return this;
    }

    /** By which rules requests are read; the strict ones unless set. Clients have to sign by the same. */
    public RequestVerifierBuilder canonicalRules(CanonicalRules newRules) {
        this.rules = newRules;
        return this;
    }

    /** The addresses that clients sign; direct exposure unless set. */
    public RequestVerifierBuilder externalAddresses(ExternalAddresses accepted) {
        this.addresses = accepted;
        return this;
    }

    /** Which channel bindings are compared, and demanded; none unless set. */
    public RequestVerifierBuilder channelBinding(ChannelPolicy policy) {
        this.channel = policy;
        return this;
    }

    /** What routes demand of scheme and token; nothing unless set. */
    public RequestVerifierBuilder authorization(AuthorizationPolicy policy) {
        this.authorization = policy;
        return this;
    }

    /** How bodies are read to be checked; {@link BodyPolicy#defaults()} unless set. */
    public RequestVerifierBuilder bodies(BodyPolicy policy) {
        this.bodies = policy;
        return this;
    }

    /** The claim that names the principal; {@code sub} unless set. */
    public RequestVerifierBuilder principalNameClaim(String claim) {
        this.nameClaim = claim;
        return this;
    }

    /** Remembers spent ids in the memory of this server, at most so many. */
    public RequestVerifierBuilder replayProtectionInMemory(long maxEntries) {
        return replayProtection(new MemoryReplayStore(maxEntries, clock));
    }

    /** Remembers spent ids in this store. */
    public RequestVerifierBuilder replayProtection(ReplayStore store) {
        this.replayStore = store;
        this.isReplayAllowed = false;
        return this;
    }

    /** Lets a signed request pass again and again while it is fresh. */
    public RequestVerifierBuilder withoutReplayProtection() {
        this.replayStore = null;
        this.isReplayAllowed = true;
        return this;
    }

    /**
     * The verifier.
     *
     * @throws IllegalStateException when neither keys nor a token format were given, or both; when nothing was said
     *     about replay protection; when it is off and tokens are for single use; or when a field has to be covered that
     *     cannot be
     */
    public RequestVerifier build() {
        boolean hasKeys = !decryptionKeys.isEmpty() || !verificationKeys.isEmpty();
        if (!hasKeys && accessTokens == null) {
            throw new IllegalStateException("give decryptionKeys or verificationKeys, or no token can be accepted");
        }
        if (hasKeys && accessTokens != null) {
            throw new IllegalStateException("keys are for JWTs: give them, or accessTokens, but not both");
        }
        if (replayStore == null && !isReplayAllowed) {
            throw new IllegalStateException("give a replay store, or say withoutReplayProtection()");
        }
        if (isReplayAllowed && isEveryTokenForSingleUse) {
            throw new IllegalStateException("without a replay store no token can be taken once only");
        }
        for (Set<String> names : List.of(fields.required(), fields.sensitive())) {
            for (String name : names) {
                if (!rules.isCoverable(name)) {
                    throw new IllegalStateException("field " + name + " has to be covered and cannot be");
                }
            }
        }
        Digests digests = new Digests();
        Signatures signatures = new Signatures();
        AccessTokens tokens = accessTokens == null ? jwts(signatures) : alive(accessTokens);
        ReferencedAccessTokens referenced = identifierEntries == 0
                ? ReferencedAccessTokens.withoutIdentifiers(tokens, digests)
                : ReferencedAccessTokens.withIdentifiers(tokens, digests, identifierEntries, clock);
        return new RequestVerifier(
                clock,
                Schemes.of(schemes, algorithms, digests),
                freshness,
                nonceCheck,
                referenced,
                signatures,
                rules,
                new CoverageCheck(coverage, fields, unsignedParts, rules, addresses, digests, bodies),
                new ChannelCheck(channel),
                new AuthorizationCheck(authorization, tokenClockSkew),
                Optional.ofNullable(replayStore).map(store -> new ReplayCheck(store, freshness, clock)),
                isEveryTokenForSingleUse,
                nameClaim);
    }

    private AccessTokens jwts(Signatures signatures) {
        TokenPolicy policy = new TokenPolicy(issuer, resource, tokenClockSkew, tokenProfile, tokenEncryption);
        AccessTokens jwts = new JwtAccessTokens(
                policy,
                () -> decryptionKeys,
                verificationKeys.isEmpty() ? Optional.empty() : Optional.of((kid, now) -> verificationKeys),
                signatures,
                new ConfirmationReader(() -> decryptionKeys, Optional.empty(), Optional.empty()));
        return cacheEntries == 0 ? jwts : new CachedAccessTokens(jwts, cacheEntries, clock);
    }

    private static AccessTokens alive(AccessTokens format) {
        return (text, now) -> {
            AccessToken token = format.resolve(text, now);
            token.requireAlive(now);
            return token;
        };
    }
}
