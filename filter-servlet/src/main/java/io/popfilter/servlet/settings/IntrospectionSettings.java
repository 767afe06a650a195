// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.fetch.FetchUri;
import io.popfilter.introspection.IntrospectionPolicy.Answers;
import java.time.Duration;
import java.util.Optional;

/**
 * The values of {@code token.introspection-*}.
 *
 * @param endpoint where tokens are introspected
 * @param tokens which tokens are
 * @param clientId the {@code client_id} of this server there
 * @param authentication how this server proves that
 * @param answers whether answers have to be signed
 * @param activeFor how long an active token is taken for active
 * @param inactiveFor how long an inactive one is refused
 * @param maxConcurrent how many tokens are introspected at a time, at least 1
 * @param pause how long nobody is asked after several questions without an answer
 */
public record IntrospectionSettings(
        FetchUri endpoint,
        Tokens tokens,
        String clientId,
        ClientAuthentication authentication,
        Answers answers,
        Duration activeFor,
        Duration inactiveFor,
        int maxConcurrent,
        Duration pause) {

    /** Which tokens are introspected. */
    public enum Tokens {
        /** Every token. */
        ALL,
        /** Those that do not have the shape of a JWT; the others are verified with the keys at hand. */
        OPAQUE
    }

    /** Relies on {@link Contradictions}: what the endpoint needs is there. */
    static Optional<IntrospectionSettings> of(Settings settings) {
        return settings.value(IntrospectionSettingKeys.ENDPOINT)
                .map(endpoint -> new IntrospectionSettings(
                        endpoint,
                        settings.value(IntrospectionSettingKeys.TOKENS),
                        settings.value(IntrospectionSettingKeys.CLIENT_ID).orElseThrow(),
                        authentication(settings),
                        settings.value(IntrospectionSettingKeys.ANSWERS),
                        settings.value(IntrospectionSettingKeys.ACTIVE_FOR),
                        settings.value(IntrospectionSettingKeys.INACTIVE_FOR),
                        settings.value(IntrospectionSettingKeys.MAX_CONCURRENT),
                        settings.value(IntrospectionSettingKeys.PAUSE)));
    }

    private static ClientAuthentication authentication(Settings settings) {
        return switch (settings.value(IntrospectionSettingKeys.CLIENT_AUTH)) {
            case CLIENT_SECRET_BASIC ->
                new ClientAuthentication.SecretBasic(
                        settings.value(IntrospectionSettingKeys.CLIENT_SECRET).orElseThrow());
            case CLIENT_SECRET_POST ->
                new ClientAuthentication.SecretPost(
                        settings.value(IntrospectionSettingKeys.CLIENT_SECRET).orElseThrow());
            case PRIVATE_KEY_JWT ->
                new ClientAuthentication.PrivateKeyJwt(
                        settings.value(IntrospectionSettingKeys.CLIENT_KEY).orElseThrow());
            case TLS_CLIENT_AUTH ->
                new ClientAuthentication.MutualTls(
                        settings.value(IntrospectionSettingKeys.CLIENT_KEYSTORE).orElseThrow(),
                        settings.value(IntrospectionSettingKeys.CLIENT_KEYSTORE_PASSWORD));
        };
    }
}
