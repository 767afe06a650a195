// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.RequestVerifierBuilder;
import io.popfilter.coverage.CoveragePolicy;
import io.popfilter.coverage.ExternalAddresses;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.MalformedException;
import io.popfilter.proof.FreshnessWindow;
import io.popfilter.servlet.settings.BadValueException;
import io.popfilter.servlet.settings.ConfigurationException;
import io.popfilter.servlet.settings.Location;
import io.popfilter.servlet.settings.Problem;
import io.popfilter.servlet.settings.SettingKey;
import io.popfilter.servlet.settings.Settings;
import io.popfilter.servlet.settings.SettingsReader;
import io.popfilter.servlet.settings.Sources;
import jakarta.servlet.FilterConfig;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From what an operator wrote to a filter that works, or to everything that is wrong with it. */
final class Configuration {

    private final FilterConfig config;
    private final Sources sources;
    private final List<Problem> problems = new ArrayList<>();

    Configuration(FilterConfig config) {
        this.config = config;
        this.sources = Sources.ofThisProcess(
                initParams(config), config.getServletContext()::getResourceAsStream, Configuration::classpath);
    }

    private static Map<String, String> initParams(FilterConfig config) {
        Map<String, String> params = new HashMap<>();
        for (String name : Collections.list(config.getInitParameterNames())) {
            params.put(name, config.getInitParameter(name));
        }
        return params;
    }

    private static @Nullable InputStream classpath(String name) {
        ClassLoader application = Thread.currentThread().getContextClassLoader();
        return (application == null ? PopFilter.class.getClassLoader() : application).getResourceAsStream(name);
    }

    PopFilter.Gate gate(RefusalLog log) throws ConfigurationException {
        Settings settings = SettingsReader.read(sources);
        List<DecryptionKey> decryptionKeys = keys(
                settings, SettingKey.TOKEN_DECRYPTION_KEYS, settings.tokenDecryptionKeys(), JwkSet::decryptionKeys);
        List<VerificationKey> verificationKeys = keys(
                settings,
                SettingKey.TOKEN_VERIFICATION_KEYS,
                settings.tokenVerificationKeys(),
                JwkSet::verificationKeys);
        // anybody can encrypt to a public key, so what it decrypts has to be signed as well
        if (settings.tokenVerificationKeys().isEmpty()
                && !decryptionKeys.isEmpty()
                && decryptionKeys.stream().noneMatch(DecryptionKey::isShared)) {
            problems.add(settings.problem(
                    SettingKey.TOKEN_DECRYPTION_KEYS,
                    Problem.Kind.CONTRADICTION,
                    "has only private keys of this server, under which a token must hold a signed one",
                    "set " + SettingKey.TOKEN_VERIFICATION_KEYS.name() + " too"));
        }
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        log.started(config.getServletContext().getContextPath(), settings.summary());
        return new PopFilter.Gate(
                verifier(settings, decryptionKeys, verificationKeys).build(), policy(settings));
    }

    /** Reads one kind of keys from the octets of a file. */
    private interface KeyReader<K> {
        List<K> read(byte[] json) throws MalformedException;
    }

    private <K> List<K> keys(Settings settings, SettingKey<?> key, Optional<Location> location, KeyReader<K> reader) {
        if (location.isEmpty()) {
            return List.of();
        }
        try {
            return reader.read(location.get().read(sources));
        } catch (BadValueException e) {
            problems.add(settings.problem(key, e));
        } catch (MalformedException e) {
            problems.add(settings.problem(
                    key,
                    Problem.Kind.MALFORMED,
                    location.get() + " is not a JWK Set or JWK that can be used: " + e.defect(),
                    "correct the file"));
        }
        return List.of();
    }

    private static RequestVerifierBuilder verifier(
            Settings settings, List<DecryptionKey> decryptionKeys, List<VerificationKey> verificationKeys) {
        RequestVerifierBuilder builder = new RequestVerifierBuilder(
                        settings.tokenIssuer(), settings.resource().toString(), InstantSource.system())
                .decryptionKeys(decryptionKeys)
                .verificationKeys(verificationKeys)
                .tokenClockSkew(settings.tokenClockSkew())
                .tokenCacheEntries(settings.tokenCacheMaxEntries())
                .algorithms(new HashSet<>(settings.proofAlgorithms()))
                .freshness(new FreshnessWindow(settings.proofMaxAge(), settings.proofMaxFuture()))
                .coverage(new CoveragePolicy(settings.coverageRequired(), settings.coverageRelaxed()))
                .maxBodyOctets(settings.bodyMaxBytes())
                .principalNameClaim(settings.principalNameClaim());
        if (!settings.publicBaseUris().isEmpty()) {
            builder.externalAddresses(ExternalAddresses.of(settings.publicBaseUris()));
        }
        return switch (settings.replayStore()) {
            case MEMORY -> builder.replayProtectionInMemory(settings.replayMaxEntries());
        };
    }

    private static FilterPolicy policy(Settings settings) {
        return new FilterPolicy(
                settings.exclude(),
                settings.principalRolesClaim(),
                settings.errorMode(),
                settings.realm(),
                settings.proofAlgorithms());
    }
}
