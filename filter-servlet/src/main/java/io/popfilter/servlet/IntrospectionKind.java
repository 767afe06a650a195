// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.fetch.CircuitBreaker;
import io.popfilter.fetch.Fetcher;
import io.popfilter.introspection.IntrospectedAccessTokens;
import io.popfilter.introspection.Introspection;
import io.popfilter.introspection.IntrospectionPolicy;
import io.popfilter.introspection.ResourceServerCredentials;
import io.popfilter.introspection.SignedAnswers;
import io.popfilter.jose.JwsVerifier;
import io.popfilter.jose.KeyDefectException;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.Signatures;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import io.popfilter.servlet.settings.ClientAuthentication;
import io.popfilter.servlet.settings.IntrospectionSettingKeys;
import io.popfilter.servlet.settings.IntrospectionSettings;
import io.popfilter.servlet.settings.Settings;
import io.popfilter.token.AccessTokens;
import io.popfilter.token.ConfirmationReader;
import io.popfilter.token.TokenPolicy;
import io.popfilter.token.VerificationKeys;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Puts introspection together: the endpoint, how this server identifies itself there, and how answers are read. */
record IntrospectionKind(
        Settings settings,
        IntrospectionSettings introspection,
        KeyFiles files,
        InstantSource clock,
        TokenPolicy tokens,
        ConfirmationReader confirmations) {

    /** After so many questions in a row without an answer, one may take it that the next one will have none. */
    private static final int PATIENCE = 5;

    AccessTokens tokens(Optional<VerificationKeys> issuerKeys) {
        IntrospectionPolicy policy = new IntrospectionPolicy(
                introspection.endpoint(),
                credentials(),
                tokens,
                introspection.answers(),
                introspection.activeFor(),
                introspection.inactiveFor(),
                settings.tokenCacheMaxEntries(),
                introspection.maxConcurrent());
        // plain answers are never opened with keys
        VerificationKeys keys = issuerKeys.orElse((kid, now) -> List.of());
        SignedAnswers signed =
                new SignedAnswers(tokens, introspection.clientId(), keys, new JwsVerifier(new Signatures()));
        return new IntrospectedAccessTokens(new Introspection(policy, fetcher(), signed, confirmations), policy, clock);
    }

    private ResourceServerCredentials credentials() {
        String clientId = introspection.clientId();
        ClientAuthentication authentication = introspection.authentication();
        if (authentication instanceof ClientAuthentication.SecretBasic basic) {
            return new ResourceServerCredentials.Basic(clientId, basic.secret());
        }
        if (authentication instanceof ClientAuthentication.SecretPost post) {
            return new ResourceServerCredentials.Post(clientId, post.secret());
        }
        if (authentication instanceof ClientAuthentication.PrivateKeyJwt jwt) {
            SigningKey unusable = SigningKey.generate(SignatureAlgorithm.ES256);
            SigningKey key =
                    files.once(IntrospectionSettingKeys.CLIENT_KEY, jwt.key(), IntrospectionKind::signingKey, unusable);
            return new ResourceServerCredentials.PrivateKeyJwt(clientId, key, tokens.issuer());
        }
        return new ResourceServerCredentials.MutualTls(clientId);
    }

    private static SigningKey signingKey(byte[] json) throws MalformedException {
        try {
            return SigningKey.fromPrivateJwk(Json.object(json));
        } catch (KeyDefectException e) {
            throw new MalformedException(e.detail());
        }
    }

    private Fetcher fetcher() {
        return connecting().breakingBy(new CircuitBreaker(PATIENCE, introspection.pause(), clock));
    }

    private Fetcher connecting() {
        if (!(introspection.authentication() instanceof ClientAuthentication.MutualTls tls)) {
            return new Fetcher(settings.fetchLimits());
        }
        char[] password = tls.password().orElse("").toCharArray();
        Optional<SSLContext> context = files.once(
                IntrospectionSettingKeys.CLIENT_KEYSTORE,
                tls.keystore(),
                octets -> Optional.of(tlsContext(octets, password)),
                Optional.empty());
        return context.map(usable -> new Fetcher(settings.fetchLimits(), usable))
                .orElseGet(() -> new Fetcher(settings.fetchLimits()));
    }

    private static SSLContext tlsContext(byte[] pkcs12, char[] password) throws MalformedException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(pkcs12), password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new MalformedException("not a PKCS #12 file that this password opens");
        }
    }
}
