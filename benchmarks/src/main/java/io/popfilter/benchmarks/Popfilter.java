// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.RequestVerifier;
import io.popfilter.RequestVerifierBuilder;
import io.popfilter.VerifiedRequest;
import io.popfilter.coverage.ExternalAddresses;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.JwkSet;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Rejection;
import io.popfilter.replay.MemoryReplayStore;
import io.popfilter.replay.ReplayStore;
import io.popfilter.scheme.SchemeName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The verifier of this project, with every check that it has. */
final class Popfilter implements Variant<ReceivedRequest> {

    private static final long MAX_SPENT_IDS = 1_000_000;

    private final RequestVerifier verifier;
    private final RenewableStore store = new RenewableStore();

    Popfilter(Material material) throws MalformedException {
        RequestVerifierBuilder builder = new RequestVerifierBuilder(Material.ISSUER, Material.RESOURCE, Material.CLOCK)
                .externalAddresses(
                        ExternalAddresses.of(List.of(ExternalAddress.parse("https://" + SignedRequest.AUTHORITY))))
                .replayProtection(store);
        if (material.scenario().isSymmetric()) {
            builder.decryptionKeys(
                    JwkSet.decryptionKeys(octets(material.wrappingKey().toJSONString())));
        } else {
            builder.verificationKeys(
                    JwkSet.verificationKeys(octets(material.issuerKey().toJSONString())));
        }
        if (!material.scenario().isTokenCached()) {
            builder.tokenCacheEntries(0);
        }
        this.verifier = builder.build();
    }

    /** For DPoP, with tokens that are remembered. */
    Popfilter(DpopMaterial material) throws MalformedException {
        this.verifier = new RequestVerifierBuilder(DpopMaterial.ISSUER, DpopMaterial.RESOURCE, material.clock())
                .schemes(List.of(SchemeName.DPOP))
                .externalAddresses(
                        ExternalAddresses.of(List.of(ExternalAddress.parse("https://" + DpopRequest.AUTHORITY))))
                .replayProtection(store)
                .verificationKeys(JwkSet.verificationKeys(
                        octets(material.issuerKey().toPublicJWK().toJSONString())))
                .build();
    }

    private static byte[] octets(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    /** What the filter does for a request, and what it gets. */
    VerifiedRequest verify(ReceivedRequest request) throws Rejection {
        return verifier.verify(request, verifier.readTarget(request, ""));
    }

    @Override
    @SuppressWarnings("UnusedException") // which reason it was is tested elsewhere
    public boolean accepts(ReceivedRequest request) {
        try {
            verify(request);
            return true;
        } catch (Rejection e) {
            return false;
        }
    }

    @Override
    public void forgetSpentIds() {
        store.current = newStore();
    }

    /** With a clock that stands, since nothing is to be forgotten meanwhile. */
    private static ReplayStore newStore() {
        return new MemoryReplayStore(MAX_SPENT_IDS, Material.CLOCK);
    }

    private static final class RenewableStore implements ReplayStore {

        private ReplayStore current = newStore();

        @Override
        public Spending spend(String thumbprint, String id, Instant until) throws Rejection {
            return current.spend(thumbprint, id, until);
        }
    }
}
