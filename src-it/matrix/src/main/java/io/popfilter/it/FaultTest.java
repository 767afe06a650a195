// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.RequestVerifierBuilder;
import io.popfilter.jose.JwkSet;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.replay.ReplayStore;
import io.popfilter.servlet.FilterPolicy;
import io.popfilter.servlet.PopFilter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** V-51: what fails in an unforeseen way lets nobody pass. */
class FaultTest {

    @Test
    void v51RefusesWhenACollaboratorThrows() {
        expectRefusal(new IllegalStateException("down"));
    }

    @Test
    void v51RefusesWhenTheStackOverflows() {
        expectRefusal(new StackOverflowError());
    }

    @Test
    void v51RefusesWhenTheStoreIsDown() {
        try (Server server = Server.start(filter((thumbprint, id, until) -> {
            throw new Rejection(Reason.REPLAY_STORE_UNAVAILABLE);
        }))) {
            Refusals.expect(server, Client.of(server).get("/orders"), Reason.REPLAY_STORE_UNAVAILABLE);
        }
    }

    /** The container's answer: an error of the virtual machine is not ours to handle. */
    @Test
    void v51PassesNobodyWhenTheMachineFails() {
        try (Server server = Server.start(filter((thumbprint, id, until) -> {
            throw new LinkageError("simulated");
        }))) {
            Answer answer = server.send(Client.of(server).get("/orders"));

            assertThat(answer.status()).isIn(500, 503);
            assertThat(server.application().seen()).isEmpty();
        }
    }

    private static void expectRefusal(Throwable failure) {
        try (Server server = Server.start(filter((thumbprint, id, until) -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) failure;
        }))) {
            Refusals.expect(server, Client.of(server).get("/orders"), Reason.INTERNAL_FAULT);
        }
    }

    private static PopFilter filter(ReplayStore store) {
        try {
            byte[] keys = AuthorizationServer.ONLY.decryptionKeys().getBytes(StandardCharsets.US_ASCII);
            return new PopFilter(
                    new RequestVerifierBuilder(
                                    AuthorizationServer.ISSUER, AuthorizationServer.RESOURCE, InstantSource.system())
                            .decryptionKeys(JwkSet.decryptionKeys(keys))
                            .replayProtection(store)
                            .build(),
                    FilterPolicy.defaults());
        } catch (MalformedException e) {
            throw new IllegalStateException(e);
        }
    }
}
