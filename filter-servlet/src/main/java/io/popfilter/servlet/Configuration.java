// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.RequestVerifierBuilder;
import io.popfilter.body.BodyPolicy;
import io.popfilter.coverage.CoveragePolicy;
import io.popfilter.coverage.ExternalAddresses;
import io.popfilter.proof.FreshnessWindow;
import io.popfilter.servlet.answer.AnswerPolicy;
import io.popfilter.servlet.settings.BodySettingKeys;
import io.popfilter.servlet.settings.ChannelSettingKeys;
import io.popfilter.servlet.settings.ConfigurationException;
import io.popfilter.servlet.settings.Location;
import io.popfilter.servlet.settings.Problem;
import io.popfilter.servlet.settings.Settings;
import io.popfilter.servlet.settings.SettingsReader;
import io.popfilter.servlet.settings.Sources;
import io.popfilter.servlet.tls.ConfiguredEndPoint;
import io.popfilter.servlet.tls.DirectTls;
import io.popfilter.servlet.tls.TlsSource;
import io.popfilter.token.AccessTokens;
import jakarta.servlet.FilterConfig;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** From what an operator wrote to a filter that works, or to everything that is wrong with it. */
final class Configuration {

    private final FilterConfig config;
    private final Sources sources;

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

    Gate gate(RefusalLog log) throws ConfigurationException {
        InstantSource clock = InstantSource.system();
        Settings settings = SettingsReader.read(sources);
        KeyFiles files = new KeyFiles(settings, sources, clock, log);
        AccessTokens tokens = new TokenKinds(settings, files, clock).accessTokens();
        TlsSource told = settings.forwardedTls().orElseGet(DirectTls::new);
        TlsSource tls = settings.serverCertificates().isEmpty()
                ? told
                : new ConfiguredEndPoint(told, serverCertificates(settings, files));
        Optional<AnswerPolicy> answers = settings.signsAnswers()
                ? Optional.of(new AnswerKind(settings, files, clock, log).policy())
                : Optional.empty();
        List<Problem> problems = new ArrayList<>(files.problems());
        bodyDirectoryProblem(settings).ifPresent(problems::add);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(problems);
        }
        log.started(config.getServletContext().getContextPath(), settings.summary());
        log.runsIn(config.getServletContext().getServerInfo());
        log.compares(settings.channelPolicy().accepted());
        return new Gate(verifier(settings, tokens, clock).build(), policy(settings, tls, answers));
    }

    /** Those of all files, now: certificates are renewed, and for a while there may be two of them. */
    private static Supplier<List<X509Certificate>> serverCertificates(Settings settings, KeyFiles files) {
        List<Supplier<List<X509Certificate>>> certificates = new ArrayList<>();
        for (Location location : settings.serverCertificates()) {
            certificates.add(files.reloaded(
                    ChannelSettingKeys.SERVER_CERTIFICATES, location, ServerCertificate::parse, List.of(), () -> {}));
        }
        return () -> certificates.stream().flatMap(file -> file.get().stream()).toList();
    }

    private static Optional<Problem> bodyDirectoryProblem(Settings settings) {
        Path directory = settings.bodyDirectory();
        boolean isNeeded = settings.bodyMaxBytes() > settings.bodyMemoryBytes();
        if (!isNeeded || (Files.isDirectory(directory) && Files.isWritable(directory))) {
            return Optional.empty();
        }
        return Optional.of(settings.problem(
                BodySettingKeys.DIRECTORY,
                Problem.Kind.UNREADABLE,
                "is not a directory to which this process may write: " + directory,
                "make it, or give another one"));
    }

    private static RequestVerifierBuilder verifier(Settings settings, AccessTokens tokens, InstantSource clock) {
        RequestVerifierBuilder builder = new RequestVerifierBuilder(
                        settings.tokenIssuer(), settings.resource().toString(), clock)
                .accessTokens(tokens)
                .schemes(settings.schemes())
                .nonces(settings.nonceCheck())
                .channelBinding(settings.channelPolicy())
                .authorization(settings.authorization())
                .tokenClockSkew(settings.tokenClockSkew())
                .algorithms(new HashSet<>(settings.proofAlgorithms()))
                .freshness(new FreshnessWindow(settings.proofMaxAge(), settings.proofMaxFuture()))
                .coverage(new CoveragePolicy(settings.coverageRequired(), settings.coverageRelaxed()))
                .fields(settings.fieldPolicy())
                .unsignedParts(settings.unsignedParts())
                .canonicalRules(settings.canonicalRules())
                .bodies(new BodyPolicy(
                        settings.bodyMaxBytes(),
                        settings.bodyMemoryBytes(),
                        settings.bodyDirectory(),
                        settings.bodyStreaming()))
                .principalNameClaim(settings.principalNameClaim());
        if (!settings.publicBaseUris().isEmpty()) {
            ExternalAddresses addresses = ExternalAddresses.of(settings.publicBaseUris());
            builder.externalAddresses(
                    settings.trustedProxies().map(addresses::toldBy).orElse(addresses));
        }
        if (settings.tokenIdentifier()) {
            builder.tokenIdentifiers(Math.max(1, settings.tokenCacheMaxEntries()));
        }
        if (settings.tokenSingleUse()) {
            builder.singleUseTokens();
        }
        return switch (settings.replayStore()) {
            case MEMORY -> builder.replayProtectionInMemory(settings.replayMaxEntries());
        };
    }

    private static FilterPolicy policy(Settings settings, TlsSource tls, Optional<AnswerPolicy> answers) {
        return new FilterPolicy(
                settings.exclude(),
                settings.principalRolesClaim(),
                settings.errorMode(),
                settings.realm(),
                settings.schemes(),
                settings.proofAlgorithms(),
                settings.welcomeFiles(),
                settings.cors(),
                new FormPolicy(
                        settings.bodyMaxParts(),
                        settings.bodyMaxFormBytes(),
                        settings.bodyMemoryBytes(),
                        settings.bodyDirectory()),
                tls,
                MetadataDocument.of(settings, answers.flatMap(AnswerPolicy::ownKey)),
                answers);
    }
}
