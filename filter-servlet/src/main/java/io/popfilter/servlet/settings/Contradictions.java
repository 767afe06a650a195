// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.IntrospectionSettingKeys.ANSWERS;
import static io.popfilter.servlet.settings.IntrospectionSettingKeys.CLIENT_AUTH;
import static io.popfilter.servlet.settings.IntrospectionSettingKeys.CLIENT_ID;
import static io.popfilter.servlet.settings.IntrospectionSettingKeys.CLIENT_KEY;
import static io.popfilter.servlet.settings.IntrospectionSettingKeys.CLIENT_KEYSTORE;
import static io.popfilter.servlet.settings.IntrospectionSettingKeys.CLIENT_KEYSTORE_PASSWORD;
import static io.popfilter.servlet.settings.IntrospectionSettingKeys.CLIENT_SECRET;
import static io.popfilter.servlet.settings.IntrospectionSettingKeys.ENDPOINT;
import static io.popfilter.servlet.settings.IntrospectionSettingKeys.TOKENS;
import static io.popfilter.servlet.settings.Problem.Kind.CONTRADICTION;

import io.popfilter.authorization.AuthorizationPolicy.Rule;
import io.popfilter.authorization.Requirement;
import io.popfilter.http.Allowance;
import io.popfilter.http.PathPattern;
import io.popfilter.introspection.IntrospectionPolicy.Answers;
import io.popfilter.jose.KeyType;
import io.popfilter.scheme.SchemeName;
import io.popfilter.tls.BindingType;
import io.popfilter.token.TokenPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds settings that are each right and cannot be meant together. */
final class Contradictions {

    private final Map<SettingKey<?>, RawSetting> raw;
    private final Map<SettingKey<?>, Setting<?>> settings;
    private final List<Problem> problems = new ArrayList<>();

    private Contradictions(Map<SettingKey<?>, RawSetting> raw, Map<SettingKey<?>, Setting<?>> settings) {
        this.raw = raw;
        this.settings = settings;
    }

    /**
     * The contradictions, each at a key that is written where one is.
     *
     * @param raw what is written
     * @param settings the values, without those whose text is wrong
     */
    static List<Problem> in(Map<SettingKey<?>, RawSetting> raw, Map<SettingKey<?>, Setting<?>> settings) {
        Contradictions contradictions = new Contradictions(raw, settings);
        contradictions.requireAtMost(SettingKey.PROOF_MAX_FUTURE, SettingKey.PROOF_MAX_AGE);
        contradictions.checkCanonicalForm();
        contradictions.checkTokens();
        contradictions.checkIntrospection();
        contradictions.requireAtMost(FetchSettingKeys.KEYS_MIN_INTERVAL, FetchSettingKeys.KEYS_MAX_AGE);
        contradictions.requireAtMost(FetchSettingKeys.CONNECT_TIMEOUT, FetchSettingKeys.TIMEOUT);
        contradictions.checkProxies();
        contradictions.checkNonces();
        contradictions.checkSchemes();
        contradictions.checkDemandsOfExcluded();
        contradictions.checkChannel();
        new TlsContradictions(contradictions).check();
        contradictions.checkMetadata();
        contradictions.checkAnswers();
        return contradictions.problems;
    }

    private void requireAtMost(SettingKey<Duration> less, SettingKey<Duration> more) {
        Optional<Duration> least = value(less);
        Optional<Duration> most = value(more);
        if (least.isEmpty() || most.isEmpty() || least.get().compareTo(most.get()) <= 0) {
            return;
        }
        if (isWritten(less)) {
            add(less, "is more than " + more + " (" + origin(more).describe() + ")", "make it at most as much");
        } else {
            add(more, "is less than " + less + ", which is " + least.get(), "set " + less + " to at most as much");
        }
    }

    private void checkCanonicalForm() {
        if (value(CanonicalSettingKeys.ALLOW).isEmpty()) {
            return;
        }
        value(CanonicalSettingKeys.REQUIRED_HEADERS)
                .filter(names -> names.contains("date"))
                .ifPresent(names -> requireAllowance(CanonicalSettingKeys.REQUIRED_HEADERS, Allowance.DATE_FIELD));
        value(CanonicalSettingKeys.SENSITIVE_HEADERS)
                .filter(names -> names.contains("date"))
                .ifPresent(names -> requireAllowance(CanonicalSettingKeys.SENSITIVE_HEADERS, Allowance.DATE_FIELD));
        value(SettingKey.PUBLIC_BASE_URI)
                .filter(bases ->
                        bases.stream().anyMatch(base -> base.authority().value().contains("_")))
                .ifPresent(bases -> requireAllowance(SettingKey.PUBLIC_BASE_URI, Allowance.HOST_UNDERSCORE));
    }

    private void requireAllowance(SettingKey<?> key, Allowance allowance) {
        if (!value(CanonicalSettingKeys.ALLOW).orElse(List.of()).contains(allowance)) {
            add(
                    key,
                    "needs " + allowance + " in " + CanonicalSettingKeys.ALLOW,
                    "add it there, for this server and its clients");
        }
    }

    private void checkProxies() {
        if (isWritten(ExposureSettingKeys.PROXY_TRUSTED)) {
            requireBeside(ExposureSettingKeys.PROXY_TRUSTED, ExposureSettingKeys.PROXY_HEADER, "");
            requireBeside(ExposureSettingKeys.PROXY_TRUSTED, SettingKey.PUBLIC_BASE_URI, "");
        } else {
            for (SettingKey<?> key : List.of(ExposureSettingKeys.PROXY_HEADER, ExposureSettingKeys.PROXY_HOPS)) {
                if (isWritten(key)) {
                    add(
                            key,
                            "says nothing without " + ExposureSettingKeys.PROXY_TRUSTED,
                            "set " + ExposureSettingKeys.PROXY_TRUSTED + ", or remove the key");
                }
            }
        }
    }

    private void checkNonces() {
        if (!isSetTo(NonceSettingKeys.Demand.OFF, NonceSettingKeys.NONCE)) {
            return;
        }
        NonceSettingKeys.TABLE.keys().stream()
                .filter(key -> !key.equals(NonceSettingKeys.NONCE)
                        && isWritten(key)
                        && value(key).isPresent())
                .forEach(key -> add(key, "says nothing without nonces", "set nonce = required, or remove the key"));
    }

    private void checkSchemes() {
        boolean hasDpop = value(SettingKey.SCHEMES).orElse(List.of()).contains(SchemeName.DPOP);
        boolean hasAsymmetric = value(SettingKey.PROOF_ALGORITHMS)
                .map(all -> all.stream().anyMatch(algorithm -> algorithm.keyType() != KeyType.SECRET))
                .orElse(true);
        if (hasDpop && !hasAsymmetric) {
            add(
                    SettingKey.SCHEMES,
                    "has DPoP, and " + SettingKey.PROOF_ALGORITHMS + " has no algorithm that it can use",
                    "add one for asymmetric keys, such as ES256");
        }
        List<SchemeName> accepted = value(SettingKey.SCHEMES).orElse(List.of(SchemeName.values()));
        boolean requiresHeaders = value(CanonicalSettingKeys.REQUIRED_HEADERS)
                .filter(names -> !names.isEmpty())
                .isPresent();
        if (requiresHeaders && isWritten(SettingKey.SCHEMES) && !accepted.equals(List.of(SchemeName.POP))) {
            add(
                    CanonicalSettingKeys.REQUIRED_HEADERS,
                    "refuses every request of a scheme that covers no headers (" + SettingKey.SCHEMES + ", "
                            + origin(SettingKey.SCHEMES).describe() + ")",
                    "use PoP alone, or remove the key");
        }
        for (Rule rule : value(RouteSettingKeys.SCHEMES).orElse(List.of())) {
            if (rule.requirement() instanceof Requirement.OneOfSchemes here && !accepted.containsAll(here.schemes())) {
                add(
                        RouteSettingKeys.SCHEMES,
                        "has, for " + rule.routes().text() + ", a scheme that is not among " + SettingKey.SCHEMES,
                        "add it to " + SettingKey.SCHEMES + ", or remove it here");
            }
        }
    }

    /** An excluded route is asked for nothing, so whoever demands something of it means something else. */
    private void checkDemandsOfExcluded() {
        for (SettingKey<List<Rule>> key : RouteSettingKeys.ALL) {
            for (Rule rule : value(key).orElse(List.of())) {
                checkIsNotExcluded(key, rule.routes());
            }
        }
        value(ChannelSettingKeys.REQUIRED_FOR)
                .orElse(List.of())
                .forEach(pattern -> checkIsNotExcluded(ChannelSettingKeys.REQUIRED_FOR, pattern));
    }

    private void checkIsNotExcluded(SettingKey<?> key, PathPattern demanding) {
        value(SettingKey.EXCLUDE).orElse(List.of()).stream()
                .filter(excluded -> excluded.covers(demanding))
                .findFirst()
                .ifPresent(excluded -> add(
                        key,
                        "demands something of " + demanding.text() + ", and " + SettingKey.EXCLUDE + " has "
                                + excluded.text() + " ("
                                + origin(SettingKey.EXCLUDE).describe() + ")",
                        "remove one of the two"));
    }

    private void checkChannel() {
        if (isSetTo(ChannelSettingKeys.Demand.OFF, ChannelSettingKeys.CHANNEL_BINDING)) {
            Stream.of(ChannelSettingKeys.REQUIRED_FOR, ChannelSettingKeys.TYPES, ChannelSettingKeys.SERVER_CERTIFICATES)
                    .filter(key -> isWritten(key) && value(key).isPresent())
                    .forEach(key -> add(
                            key,
                            "says nothing without channel bindings",
                            "set channel-binding = optional, or remove the key"));
            return;
        }
        if (isWritten(ChannelSettingKeys.SERVER_CERTIFICATES)
                && value(ChannelSettingKeys.TYPES)
                        .filter(types -> !types.contains(BindingType.TLS_SERVER_END_POINT))
                        .isPresent()) {
            add(
                    ChannelSettingKeys.SERVER_CERTIFICATES,
                    "says nothing without tls-server-end-point in " + ChannelSettingKeys.TYPES,
                    "add it there, or remove the key");
        }
        if (isSetTo(ChannelSettingKeys.Demand.REQUIRED, ChannelSettingKeys.CHANNEL_BINDING)
                && isWritten(ChannelSettingKeys.REQUIRED_FOR)) {
            add(
                    ChannelSettingKeys.REQUIRED_FOR,
                    "says nothing where all requests must be",
                    "set channel-binding = optional, or remove the key");
        }
    }

    private void checkMetadata() {
        if (isSetTo(MetadataSettingKeys.Publication.OFF, MetadataSettingKeys.METADATA)) {
            MetadataSettingKeys.TABLE.keys().stream()
                    .filter(key -> !key.equals(MetadataSettingKeys.METADATA)
                            && isWritten(key)
                            && value(key).isPresent())
                    .forEach(key -> add(key, "says nothing without metadata", "set metadata = on, or remove the key"));
        } else if (value(SettingKey.RESOURCE).filter(WellKnownUri::exists).isEmpty()) {
            value(SettingKey.RESOURCE)
                    .ifPresent(resource -> add(
                            MetadataSettingKeys.METADATA,
                            "has no address for " + SettingKey.RESOURCE + " ("
                                    + origin(SettingKey.RESOURCE).describe() + ")",
                            "give a resource that is https://host[:port][/path], without a query"));
        }
    }

    private void checkAnswers() {
        if (isSetTo(ResponseSettingKeys.Signing.OFF, ResponseSettingKeys.SIGNING)) {
            ResponseSettingKeys.TABLE.keys().stream()
                    .filter(key -> !key.equals(ResponseSettingKeys.SIGNING)
                            && isWritten(key)
                            && value(key).isPresent())
                    .forEach(key -> add(
                            key,
                            "says nothing without signed answers",
                            "set response-signing = on, or remove the key"));
            return;
        }
        List<SchemeName> schemes = value(SettingKey.SCHEMES).orElse(List.of(SchemeName.values()));
        if (!schemes.contains(SchemeName.POP) && !schemes.contains(SchemeName.DPOP)) {
            add(
                    ResponseSettingKeys.SIGNING,
                    "is for requests of PoP and DPoP, of which " + SettingKey.SCHEMES + " has neither",
                    "remove it, or add one of them");
        } else if (value(SettingKey.SCHEMES)
                .filter(all -> all.contains(SchemeName.DPOP))
                .isPresent()) {
            requireBeside(ResponseSettingKeys.SIGNING, ResponseSettingKeys.KEY, " for DPoP");
        }
    }

    private void checkTokens() {
        if (isSetTo(TokenPolicy.Encryption.REQUIRED, SettingKey.TOKEN_ENCRYPTION)) {
            requireBeside(SettingKey.TOKEN_ENCRYPTION, SettingKey.TOKEN_DECRYPTION_KEYS, "");
        }
    }

    private void checkIntrospection() {
        if (!isWritten(ENDPOINT)) {
            IntrospectionSettingKeys.TABLE.keys().stream()
                    .filter(this::isWritten)
                    .forEach(key ->
                            add(key, "says nothing without " + ENDPOINT, "set " + ENDPOINT + ", or remove the key"));
            return;
        }
        requireBeside(ENDPOINT, CLIENT_ID, "");
        value(CLIENT_AUTH).ifPresent(this::checkClientAuthentication);
        if (isSetTo(Answers.SIGNED, ANSWERS)) {
            requireBeside(ANSWERS, SettingKey.TOKEN_VERIFICATION_KEYS, "");
        }
        if (isSetTo(IntrospectionSettings.Tokens.OPAQUE, TOKENS)
                && !isWritten(SettingKey.TOKEN_VERIFICATION_KEYS)
                && !isWritten(SettingKey.TOKEN_DECRYPTION_KEYS)) {
            add(
                    TOKENS,
                    "leaves the tokens that are JWTs to keys of which there are none",
                    "use all, or set " + SettingKey.TOKEN_VERIFICATION_KEYS + " or "
                            + SettingKey.TOKEN_DECRYPTION_KEYS);
        }
    }

    private void checkClientAuthentication(ClientAuthMethod method) {
        List<SettingKey<?>> used = credentialsOf(method);
        SettingKey<?> needed = used.get(0);
        requireBeside(isWritten(CLIENT_AUTH) ? CLIENT_AUTH : ENDPOINT, needed, " for " + method);
        for (SettingKey<?> key : List.of(CLIENT_SECRET, CLIENT_KEY, CLIENT_KEYSTORE, CLIENT_KEYSTORE_PASSWORD)) {
            if (isWritten(key) && !used.contains(key)) {
                add(
                        key,
                        "is not used by " + method + " (" + CLIENT_AUTH + ", "
                                + origin(CLIENT_AUTH).describe() + ")",
                        "remove it, or choose the method that it is for");
            }
        }
    }

    /** What a method uses, first what it cannot do without. */
    private static List<SettingKey<?>> credentialsOf(ClientAuthMethod method) {
        return switch (method) {
            case CLIENT_SECRET_BASIC, CLIENT_SECRET_POST -> List.of(CLIENT_SECRET);
            case PRIVATE_KEY_JWT -> List.of(CLIENT_KEY);
            case TLS_CLIENT_AUTH -> List.of(CLIENT_KEYSTORE, CLIENT_KEYSTORE_PASSWORD);
        };
    }

    void requireBeside(SettingKey<?> key, SettingKey<?> other, String purpose) {
        if (!isWritten(other)) {
            add(key, "needs " + other + purpose, "set " + other + ": " + other.meaning());
        }
    }

    boolean isWritten(SettingKey<?> key) {
        return raw.containsKey(key);
    }

    <T> boolean isSetTo(T value, SettingKey<T> key) {
        return value(key).equals(Optional.of(value));
    }

    /** Empty when what is written is wrong, which has been said. */
    // The parser of each key made its setting.
    @SuppressWarnings("unchecked")
    <T> Optional<T> value(SettingKey<T> key) {
        return Optional.ofNullable((Setting<T>) settings.get(key)).map(Setting::value);
    }

    private Origin origin(SettingKey<?> key) {
        RawSetting written = raw.get(key);
        return written == null ? new Origin.NotSet() : written.origin();
    }

    void add(SettingKey<?> key, String what, String remedy) {
        problems.add(new Problem(CONTRADICTION, origin(key), key.name(), what, remedy));
    }
}
