// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.fetch.FetchUri;
import io.popfilter.fetch.Fetcher;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.Signatures;
import io.popfilter.jose.VerificationKey;
import io.popfilter.servlet.settings.IntrospectionSettings;
import io.popfilter.servlet.settings.KeySource;
import io.popfilter.servlet.settings.Location;
import io.popfilter.servlet.settings.Problem;
import io.popfilter.servlet.settings.SettingKey;
import io.popfilter.servlet.settings.Settings;
import io.popfilter.token.AccessTokens;
import io.popfilter.token.CachedAccessTokens;
import io.popfilter.token.ClientRegistry;
import io.popfilter.token.ConfirmationReader;
import io.popfilter.token.ConfirmationUrls;
import io.popfilter.token.JwtAccessTokens;
import io.popfilter.token.RegisteredClients;
import io.popfilter.token.RemoteVerificationKeys;
import io.popfilter.token.TokenPolicy;
import io.popfilter.token.VerificationKeys;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts together where access tokens come from: keys at hand, reloaded or fetched, and introspection. */
final class TokenKinds {

    private final Settings settings;
    private final KeyFiles files;
    private final InstantSource clock;
    private final TokenPolicy policy;
    private final Signatures signatures = new Signatures();
    private final Map<FetchUri, VerificationKeys> clientKeys = new ConcurrentHashMap<>();
    private Optional<RemoteVerificationKeys> issuerUrl = Optional.empty();
    private @Nullable CachedAccessTokens cache;
    private @Nullable Fetcher fetcher;

    TokenKinds(Settings settings, KeyFiles files, InstantSource clock) {
        this.settings = settings;
        this.files = files;
        this.clock = clock;
        this.policy = new TokenPolicy(
                settings.tokenIssuer(),
                settings.resource().toString(),
                settings.tokenClockSkew(),
                settings.tokenProfile(),
                settings.tokenEncryption());
    }

    /** All of them; before each use keys are looked at that may have changed, so that no token outlives its keys unseen. */
    AccessTokens accessTokens() {
        AccessTokens tokens = together();
        return (text, now) -> {
            files.lookWhenDue();
            issuerUrl.ifPresent(keys -> keys.refreshWhenDue(now));
            return tokens.resolve(text, now);
        };
    }

    private AccessTokens together() {
        Supplier<List<DecryptionKey>> decryptionKeys = decryptionKeys();
        Optional<VerificationKeys> issuerKeys = settings.tokenVerificationKeys().map(this::issuerKeys);
        ConfirmationReader confirmations = new ConfirmationReader(decryptionKeys, clients(), urls());
        Optional<IntrospectionSettings> introspection = settings.introspection();
        boolean isEveryTokenIntrospected = introspection
                .filter(use -> use.tokens() == IntrospectionSettings.Tokens.ALL)
                .isPresent();
        if (!isEveryTokenIntrospected && issuerKeys.isEmpty()) {
            refusePrivateKeysOnly(decryptionKeys.get());
        }
        AccessTokens jwts = cached(new JwtAccessTokens(policy, decryptionKeys, issuerKeys, signatures, confirmations));
        if (introspection.isEmpty()) {
            return jwts;
        }
        AccessTokens introspected = new IntrospectionKind(
                        settings, introspection.get(), files, clock, policy, confirmations)
                .tokens(issuerKeys);
        return isEveryTokenIntrospected
                ? introspected
                : (text, now) -> (JwtAccessTokens.hasShapeOfJwt(text) ? jwts : introspected).resolve(text, now);
    }

    private AccessTokens cached(AccessTokens jwts) {
        if (settings.tokenCacheMaxEntries() == 0) {
            return jwts;
        }
        cache = new CachedAccessTokens(jwts, settings.tokenCacheMaxEntries(), clock);
        return cache;
    }

    /** A token that was accepted with keys of before may not be acceptable any more. */
    private void forgetTokens() {
        if (cache != null) {
            cache.forgetAll();
        }
    }

    private Supplier<List<DecryptionKey>> decryptionKeys() {
        Optional<Location> location = settings.tokenDecryptionKeys();
        return location.isEmpty()
                ? List::of
                : files.reloaded(
                        SettingKey.TOKEN_DECRYPTION_KEYS,
                        location.get(),
                        JwkSet::decryptionKeys,
                        List.of(),
                        this::forgetTokens);
    }

    private VerificationKeys issuerKeys(KeySource source) {
        if (source instanceof KeySource.AtUrl url) {
            RemoteVerificationKeys remote = remote(url.address());
            issuerUrl = Optional.of(remote);
            return remote;
        }
        Supplier<List<VerificationKey>> keys = files.reloaded(
                SettingKey.TOKEN_VERIFICATION_KEYS,
                ((KeySource.InFile) source).location(),
                JwkSet::verificationKeys,
                List.of(),
                this::forgetTokens);
        return (kid, now) -> keys.get();
    }

    private Optional<RegisteredClients> clients() {
        return settings.tokenClients().map(location -> {
            Supplier<ClientRegistry> registry = files.reloaded(
                    SettingKey.TOKEN_CLIENTS,
                    location,
                    json -> ClientRegistry.parse(json, this::remoteOfClient),
                    ClientRegistry.empty(),
                    this::forgetTokens);
            return (clientId, kid, now) -> registry.get().key(clientId, kid, now);
        });
    }

    private Optional<ConfirmationUrls> urls() {
        return settings.tokenJkuHosts().isEmpty()
                ? Optional.empty()
                : Optional.of(new ConfirmationUrls(new HashSet<>(settings.tokenJkuHosts()), this::remote));
    }

    /** The same source for the same address, so that a reload of the clients does not lose what was fetched. */
    private VerificationKeys remoteOfClient(FetchUri address) {
        return clientKeys.computeIfAbsent(address, this::remote);
    }

    private RemoteVerificationKeys remote(FetchUri address) {
        return new RemoteVerificationKeys(address, fetcher(), settings.remoteKeys(), this::forgetTokens);
    }

    // not before there is something to fetch: its thread outlives the application, and containers warn of that
    private synchronized Fetcher fetcher() {
        if (fetcher == null) {
            fetcher = new Fetcher(settings.fetchLimits());
        }
        return fetcher;
    }

    // anybody can encrypt to a public key, so what it decrypts has to be signed as well
    private void refusePrivateKeysOnly(List<DecryptionKey> keys) {
        if (!keys.isEmpty() && keys.stream().noneMatch(DecryptionKey::isShared)) {
            files.add(
                    SettingKey.TOKEN_DECRYPTION_KEYS,
                    Problem.Kind.CONTRADICTION,
                    "has only private keys of this server, under which a token must hold a signed one",
                    "set " + SettingKey.TOKEN_VERIFICATION_KEYS.name() + " too");
        }
    }
}
