// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.RequestVerifier;
import io.popfilter.RequestVerifierBuilder;
import io.popfilter.VerifiedRequest;
import io.popfilter.body.BodyPolicy;
import io.popfilter.coverage.CoveragePolicy;
import io.popfilter.coverage.ExternalAddresses;
import io.popfilter.coverage.FieldPolicy;
import io.popfilter.http.Allowance;
import io.popfilter.http.CanonicalRules;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.PathPattern;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.UriScheme;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Component;
import io.popfilter.token.TokenPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The verifier that the head of a vector describes. */
final class VectorVerifier {

    private VectorVerifier() {}

    static RequestVerifier of(Vector vector) throws IOException, MalformedException {
        Instant now = Instant.parse(vector.get(Setting.NOW));
        RequestVerifierBuilder builder =
                new RequestVerifierBuilder(vector.get(Setting.ISSUER), vector.get(Setting.RESOURCE), () -> now);
        readKeys(vector, builder);
        setAddresses(vector, builder);
        setAlgorithms(vector, builder);
        setCoverage(vector, builder);
        setReplay(vector, builder);
        builder.fields(new FieldPolicy(
                Set.copyOf(vector.list(Setting.REQUIRED_FIELDS)), Set.copyOf(vector.list(Setting.SENSITIVE_FIELDS))));
        builder.canonicalRules(rules(vector));
        return builder.tokenProfile(profile(vector))
                .bodies(BodyPolicy.defaults().withMaxOctets(Long.parseLong(vector.get(Setting.MAX_BODY_OCTETS))))
                .build();
    }

    private static CanonicalRules rules(Vector vector) {
        Set<Allowance> allowances = EnumSet.noneOf(Allowance.class);
        for (String name : vector.list(Setting.ALLOW)) {
            allowances.add(Arrays.stream(Allowance.values())
                    .filter(allowance -> allowance.toString().equals(name))
                    .findAny()
                    .orElseThrow(() -> new IllegalArgumentException("unknown allowance: " + name)));
        }
        return new CanonicalRules(allowances, Set.copyOf(vector.list(Setting.LIST_FIELDS)));
    }

    private static TokenPolicy.Profile profile(Vector vector) {
        String profile = vector.get(Setting.PROFILE);
        return switch (profile) {
            case "any-jwt" -> TokenPolicy.Profile.ANY_JWT;
            case "rfc9068" -> TokenPolicy.Profile.RFC9068;
            default -> throw new IllegalArgumentException("unknown profile of tokens: " + profile);
        };
    }

    /** Hands the request of a vector to a verifier. */
    static VerifiedRequest verify(Vector vector, RequestVerifier verifier) throws Rejection {
        UriScheme connection = UriScheme.valueOf(vector.get(Setting.CONNECTION).toUpperCase(Locale.ROOT));
        ReceivedRequest request = RawRequest.parse(vector.request(), connection);
        return verifier.verify(request, verifier.readTarget(request, vector.get(Setting.CONTEXT_PATH)));
    }

    private static void readKeys(Vector vector, RequestVerifierBuilder builder) throws IOException, MalformedException {
        for (String file : vector.list(Setting.KEYS)) {
            byte[] keys = Files.readAllBytes(Vector.FOLDER.resolve(file));
            switch (file) {
                case "decryption-keys.json" -> builder.decryptionKeys(JwkSet.decryptionKeys(keys));
                case "verification-keys.json" -> builder.verificationKeys(JwkSet.verificationKeys(keys));
                default -> throw new IllegalArgumentException("unknown file of keys: " + file);
            }
        }
    }

    private static void setAddresses(Vector vector, RequestVerifierBuilder builder) throws MalformedException {
        List<ExternalAddress> addresses = new ArrayList<>();
        for (String baseUri : vector.list(Setting.EXTERNAL_ADDRESSES)) {
            addresses.add(ExternalAddress.parse(baseUri));
        }
        if (!addresses.isEmpty()) {
            builder.externalAddresses(ExternalAddresses.of(addresses));
        }
    }

    private static void setAlgorithms(Vector vector, RequestVerifierBuilder builder) {
        Set<SignatureAlgorithm> algorithms = EnumSet.noneOf(SignatureAlgorithm.class);
        for (String alg : vector.list(Setting.ALGORITHMS)) {
            algorithms.add(SignatureAlgorithm.of(alg).orElseThrow());
        }
        if (!algorithms.isEmpty()) {
            builder.algorithms(algorithms);
        }
    }

    /** {@code pattern = component component}. */
    private static void setCoverage(Vector vector, RequestVerifierBuilder builder) throws MalformedException {
        String[] relaxation = vector.get(Setting.COVERAGE_RELAXED).split(" = ", -1);
        if (relaxation.length < 2) {
            return;
        }
        Set<Component> components = EnumSet.noneOf(Component.class);
        for (String name : relaxation[1].split(" ", -1)) {
            components.add(component(name));
        }
        builder.coverage(new CoveragePolicy(
                EnumSet.allOf(Component.class),
                List.of(new CoveragePolicy.Relaxation(PathPattern.of(relaxation[0]), components))));
    }

    private static Component component(String name) {
        for (Component component : Component.values()) {
            if (component.toString().equals(name)) {
                return component;
            }
        }
        throw new IllegalArgumentException("unknown component: " + name);
    }

    private static void setReplay(Vector vector, RequestVerifierBuilder builder) {
        String state = vector.get(Setting.REPLAY);
        switch (state) {
            case "empty" -> builder.replayProtectionInMemory(100);
            case "full" -> builder.replayProtectionInMemory(0);
            case "off" -> builder.withoutReplayProtection();
            case "down" ->
                builder.replayProtection((thumbprint, id, until) -> {
                    throw Rejection.outage(Reason.REPLAY_STORE_UNAVAILABLE, new IOException("no answer"));
                });
            case "broken" ->
                builder.replayProtection((thumbprint, id, until) -> {
                    throw new IllegalStateException("a bug");
                });
            default -> throw new IllegalArgumentException("unknown state of the replay store: " + state);
        }
    }
}
