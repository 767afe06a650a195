// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.fetch.FetchUri;
import io.popfilter.fetch.Fetcher;
import io.popfilter.http.Authority;
import io.popfilter.introspection.IntrospectedAccessTokens;
import io.popfilter.introspection.Introspection;
import io.popfilter.introspection.IntrospectionPolicy;
import io.popfilter.introspection.ResourceServerCredentials;
import io.popfilter.introspection.SignedAnswers;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.JwsVerifier;
import io.popfilter.jose.Signatures;
import io.popfilter.jose.VerificationKey;
import io.popfilter.servlet.settings.IntrospectionSettings;
import io.popfilter.servlet.settings.KeySource;
import io.popfilter.servlet.settings.Location;
import io.popfilter.servlet.settings.Settings;
import io.popfilter.token.AccessTokens;
import io.popfilter.token.CachedAccessTokens;
import io.popfilter.token.ClientRegistry;
import io.popfilter.token.ConfirmationReader;
import io.popfilter.token.ConfirmationUrls;
import io.popfilter.token.JwtAccessTokens;
import io.popfilter.token.JwtShape;
import io.popfilter.token.RegisteredClients;
import io.popfilter.token.RemoteVerificationKeys;
import io.popfilter.token.TokenPolicy;
import io.popfilter.token.VerificationKeys;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Puts together where access tokens come from: keys that are at hand, fetched or reloaded, and introspection. */
final class TokenKinds {

    private final Settings settings;
    private final KeyFiles files;
    private final InstantSource clock;
    private final TokenPolicy policy;
    private final Fetcher fetcher;
    private final Signatures signatures = new Signatures();

    TokenKinds(Settings settings, KeyFiles files, InstantSource clock) {
        this.settings = settings;
        this.files = files;
        this.clock = clock;
        this.policy = new TokenPolicy(
                settings.tokenIssuer(),
                settings.resource().toString(),
                settings.tokenClockSkew(),
                settings.tokenProfile());
        this.fetcher = new Fetcher(settings.fetchLimits());
    }
}
