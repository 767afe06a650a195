// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.authorization.AuthorizationPolicy;
import io.popfilter.channel.ChannelPolicy;
import io.popfilter.coverage.CoveragePolicy.Relaxation;
import io.popfilter.coverage.FieldPolicy;
import io.popfilter.coverage.UnsignedParts;
import io.popfilter.fetch.FetchLimits;
import io.popfilter.http.Authority;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.PathPattern;
import io.popfilter.http.TrustedProxies;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.nonce.ServerNonces;
import io.popfilter.proof.NonceCheck;
import io.popfilter.scheme.Component;
import io.popfilter.scheme.SchemeName;
import io.popfilter.servlet.tls.TlsSource;
import io.popfilter.tls.BindingType;
import io.popfilter.token.RemoteVerificationKeys;
import io.popfilter.token.TokenPolicy;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A configuration without problems. Accessors are named after the keys; {@link SettingKey} says what each means. */
public final class Settings {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private final Map<SettingKey<?>, Setting<?>> settings;

    /** The map has every key, with a setting of the key's type. */
    Settings(Map<SettingKey<?>, Setting<?>> settings) {
        this.settings = Map.copyOf(settings);
    }

    /** The value of {@code resource}. */
    public URI resource() {
        return value(SettingKey.RESOURCE);
    }

    /** The values of {@code public-base-uri}, without a slash at the end; empty for direct exposure. */
    public List<ExternalAddress> publicBaseUris() {
        return value(SettingKey.PUBLIC_BASE_URI);
    }

    /** The values of {@code proxy.*}: who says which of {@link #publicBaseUris()} was used; empty for nobody. */
    public Optional<TrustedProxies> trustedProxies() {
        return value(ExposureSettingKeys.PROXY_HEADER)
                .map(header -> new TrustedProxies(
                        value(ExposureSettingKeys.PROXY_TRUSTED), header, value(ExposureSettingKeys.PROXY_HOPS)));
    }

    /** The values of {@code welcome-files}. */
    public List<String> welcomeFiles() {
        return value(ExposureSettingKeys.WELCOME_FILES);
    }

    /** The values of {@code cors.*}. */
    public CorsPolicy cors() {
        return new CorsPolicy(
                value(ExposureSettingKeys.CORS_PREFLIGHT), value(ExposureSettingKeys.CORS_EXPOSE_CHALLENGE));
    }

    /** The values of {@code schemes}, at least one. */
    public List<SchemeName> schemes() {
        return value(SettingKey.SCHEMES);
    }

    /** The value of {@code token.issuer}. */
    public String tokenIssuer() {
        return value(SettingKey.TOKEN_ISSUER);
    }

    /** The value of {@code token.decryption-keys}; this, the verification keys or the introspection is present. */
    public Optional<Location> tokenDecryptionKeys() {
        return value(SettingKey.TOKEN_DECRYPTION_KEYS);
    }

    /** The value of {@code token.verification-keys}; this, the decryption keys or the introspection is present. */
    public Optional<KeySource> tokenVerificationKeys() {
        return value(SettingKey.TOKEN_VERIFICATION_KEYS);
    }

    /** The values of {@code token.introspection-*}; this, the decryption keys or the verification keys are present. */
    public Optional<IntrospectionSettings> introspection() {
        return IntrospectionSettings.of(this);
    }

    /** The value of {@code token.profile}. */
    public TokenPolicy.Profile tokenProfile() {
        return value(SettingKey.TOKEN_PROFILE);
    }

    /** The value of {@code token.encryption}. */
    public TokenPolicy.Encryption tokenEncryption() {
        return value(SettingKey.TOKEN_ENCRYPTION);
    }

    /** The value of {@code token.clients}. */
    public Optional<Location> tokenClients() {
        return value(SettingKey.TOKEN_CLIENTS);
    }

    /** The values of {@code token.jku-hosts}; empty for none. */
    public List<Authority> tokenJkuHosts() {
        return value(SettingKey.TOKEN_JKU_HOSTS);
    }

    /** Whether {@code token.identifier} is on. */
    public boolean tokenIdentifier() {
        return value(SettingKey.TOKEN_IDENTIFIER);
    }

    /** The value of {@code token.single-use}: whether every token is good for one request. */
    public boolean tokenSingleUse() {
        return value(SettingKey.TOKEN_SINGLE_USE);
    }

    /** The values of {@code token.verification-keys-*}, for all keys that are fetched. */
    public RemoteVerificationKeys.Policy remoteKeys() {
        return new RemoteVerificationKeys.Policy(
                value(FetchSettingKeys.KEYS_MAX_AGE),
                value(FetchSettingKeys.KEYS_STALE_FOR),
                value(FetchSettingKeys.KEYS_MIN_INTERVAL));
    }

    /** The values of {@code fetch.*}. */
    public FetchLimits fetchLimits() {
        return new FetchLimits(
                value(FetchSettingKeys.CONNECT_TIMEOUT),
                value(FetchSettingKeys.TIMEOUT),
                value(FetchSettingKeys.MAX_BYTES));
    }

    /** The value of {@code token.clock-skew}. */
    public Duration tokenClockSkew() {
        return value(SettingKey.TOKEN_CLOCK_SKEW);
    }

    /** The value of {@code token.cache-max-entries}; 0 for no cache. */
    public int tokenCacheMaxEntries() {
        return value(SettingKey.TOKEN_CACHE_MAX_ENTRIES);
    }

    /** The values of {@code proof.algorithms}: in the configured order, at least one. */
    public List<SignatureAlgorithm> proofAlgorithms() {
        return value(SettingKey.PROOF_ALGORITHMS);
    }

    /** The value of {@code proof.max-age}. */
    public Duration proofMaxAge() {
        return value(SettingKey.PROOF_MAX_AGE);
    }

    /** The value of {@code proof.max-future}, not more than {@link #proofMaxAge()}. */
    public Duration proofMaxFuture() {
        return value(SettingKey.PROOF_MAX_FUTURE);
    }

    /** The values of {@code coverage.required}, at least one. */
    public Set<Component> coverageRequired() {
        return value(SettingKey.COVERAGE_REQUIRED);
    }

    /** The entries of {@code coverage.relaxed} in the configured order, each pattern once. */
    public List<Relaxation> coverageRelaxed() {
        return value(SettingKey.COVERAGE_RELAXED);
    }

    /** The values of {@code coverage.required-headers} and {@code coverage.sensitive-headers}. */
    public FieldPolicy fieldPolicy() {
        return new FieldPolicy(
                Set.copyOf(value(CanonicalSettingKeys.REQUIRED_HEADERS)),
                Set.copyOf(value(CanonicalSettingKeys.SENSITIVE_HEADERS)));
    }

    /** The value of {@code unsigned-parts}. */
    public UnsignedParts unsignedParts() {
        return value(CanonicalSettingKeys.UNSIGNED_PARTS);
    }

    /** The values of {@code canonical.*}. */
    public CanonicalRules canonicalRules() {
        return new CanonicalRules(
                Set.copyOf(value(CanonicalSettingKeys.ALLOW)), Set.copyOf(value(CanonicalSettingKeys.LIST_HEADERS)));
    }

    /** The value of {@code replay.store}. */
    public ReplayStoreName replayStore() {
        return value(SettingKey.REPLAY_STORE);
    }

    /** The value of {@code replay.max-entries}. */
    public int replayMaxEntries() {
        return value(SettingKey.REPLAY_MAX_ENTRIES);
    }

    /** The values of {@code nonce} and {@code nonce.*}. */
    public NonceCheck nonceCheck() {
        if (value(NonceSettingKeys.NONCE) == NonceSettingKeys.Demand.OFF) {
            return NonceCheck.off();
        }
        SecureRandom random = new SecureRandom();
        byte[] secret = value(NonceSettingKeys.SECRET).orElseGet(() -> {
            byte[] madeUp = new byte[ServerNonces.MIN_SECRET];
            random.nextBytes(madeUp);
            return madeUp;
        });
        return NonceCheck.required(
                new ServerNonces(secret, value(NonceSettingKeys.LIFETIME), random), value(NonceSettingKeys.SCOPE));
    }

    /** The values of {@code route.*}. */
    public AuthorizationPolicy authorization() {
        return new AuthorizationPolicy(RouteSettingKeys.ALL.stream()
                .flatMap(key -> value(key).stream())
                .toList());
    }

    /** The values of {@code channel-binding} and {@code channel-binding.*}. */
    public ChannelPolicy channelPolicy() {
        Set<BindingType> types = Set.copyOf(value(ChannelSettingKeys.TYPES));
        return switch (value(ChannelSettingKeys.CHANNEL_BINDING)) {
            case OFF -> ChannelPolicy.off();
            case OPTIONAL -> new ChannelPolicy(types, value(ChannelSettingKeys.REQUIRED_FOR));
            case REQUIRED -> new ChannelPolicy(types, List.of(new PathPattern("/*")));
        };
    }

    /** The values of {@code channel-binding.server-certificates}; empty to ask the container. */
    public List<Location> serverCertificates() {
        return value(ChannelSettingKeys.SERVER_CERTIFICATES);
    }

    /** The values of {@code tls.*}: the proxy that tells of TLS connections; empty where the container does. */
    public Optional<TlsSource> forwardedTls() {
        return ForwardedTlsSettings.read(this);
    }

    /** The values of {@code metadata.*}; nothing when {@code metadata} is off. */
    public Optional<MetadataSettings> metadata() {
        return switch (value(MetadataSettingKeys.METADATA)) {
            case OFF -> Optional.empty();
            case ON ->
                Optional.of(new MetadataSettings(
                        value(MetadataSettingKeys.NAME),
                        value(MetadataSettingKeys.DOCUMENTATION),
                        value(MetadataSettingKeys.POLICY),
                        value(MetadataSettingKeys.TERMS)));
        };
    }

    /** Whether {@code response-signing} is on. */
    public boolean signsAnswers() {
        return value(ResponseSettingKeys.SIGNING) == ResponseSettingKeys.Signing.ON;
    }

    /** The value of {@code response-signing.key}. */
    public Optional<Location> answerKey() {
        return value(ResponseSettingKeys.KEY);
    }

    /** The values of {@code response-signing.headers}, in lower case. */
    public List<String> answerHeaders() {
        return value(ResponseSettingKeys.HEADERS);
    }

    /** The value of {@code response-signing.max-bytes}. */
    public int answerMaxBytes() {
        return value(ResponseSettingKeys.MAX_BYTES);
    }

    /** The value of {@code body.max-bytes}. */
    public long bodyMaxBytes() {
        return value(BodySettingKeys.MAX_BYTES);
    }

    /** The value of {@code body.memory-bytes}. */
    public int bodyMemoryBytes() {
        return value(BodySettingKeys.MEMORY_BYTES);
    }

    /** The value of {@code body.directory}, or what stands for none; not looked at yet. */
    public Path bodyDirectory() {
        return value(BodySettingKeys.DIRECTORY).orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The patterns of {@code body.streaming}. */
    public List<PathPattern> bodyStreaming() {
        return value(BodySettingKeys.STREAMING);
    }

    /** The value of {@code body.max-form-bytes}. */
    public int bodyMaxFormBytes() {
        return value(BodySettingKeys.MAX_FORM_BYTES);
    }

    /** The value of {@code body.max-parts}. */
    public int bodyMaxParts() {
        return value(BodySettingKeys.MAX_PARTS);
    }

    /** The patterns of {@code exclude}, in the configured order. */
    public List<PathPattern> exclude() {
        return value(SettingKey.EXCLUDE);
    }

    /** The value of {@code principal.name-claim}. */
    public String principalNameClaim() {
        return value(SettingKey.PRINCIPAL_NAME_CLAIM);
    }

    /** The value of {@code principal.roles-claim}. */
    public String principalRolesClaim() {
        return value(SettingKey.PRINCIPAL_ROLES_CLAIM);
    }

    /** The value of {@code error-mode}. */
    public ErrorMode errorMode() {
        return value(SettingKey.ERROR_MODE);
    }

    /** The value of {@code realm}, fit for a quoted-string as it is. */
    public Optional<String> realm() {
        return value(SettingKey.REALM);
    }

    /** Where the text of a key was written. */
    public Origin origin(SettingKey<?> key) {
        return setting(key).origin();
    }

    /** A problem with a setting that shows only later, such as keys in a file that do not parse. */
    public Problem problem(SettingKey<?> key, Problem.Kind kind, String what, String remedy) {
        return new Problem(kind, origin(key), key.name(), what, remedy);
    }

    /** A problem with a setting that shows only later: a {@link Location} that cannot be read. */
    public Problem problem(SettingKey<?> key, BadValueException problem) {
        return Placeholders.isIn(setting(key).text())
                ? problem.problemWithoutValue(key.name(), origin(key))
                : problem.problem(key.name(), origin(key));
    }

    /**
     * Every setting on one line, for the start-up log: {@code resource=https://rs.example schemes=PoP …}. Values are
     * shown as they were written, so that placeholders stay placeholders; a secret one is {@code (set)}.
     */
    public String summary() {
        return SettingKey.all().stream()
                .map(key -> key.name() + "=" + shown(key, setting(key).text()))
                .collect(Collectors.joining(" "));
    }

    private static String shown(SettingKey<?> key, String text) {
        if (text.isEmpty()) {
            return "(none)";
        }
        if (key.secret()) {
            return "(set)";
        }
        String line = Printable.of(WHITE_SPACE.matcher(text).replaceAll(" "));
        return line.contains(" ") ? '"' + line + '"' : line;
    }

    // The constructor's map was filled by the parser of each key.
    @SuppressWarnings("unchecked")
    <T> T value(SettingKey<T> key) {
        return ((Setting<T>) setting(key)).value();
    }

    private Setting<?> setting(SettingKey<?> key) {
        Setting<?> setting = settings.get(key);
        if (setting == null) {
            throw new IllegalStateException("no setting for " + key);
        }
        return setting;
    }
}
