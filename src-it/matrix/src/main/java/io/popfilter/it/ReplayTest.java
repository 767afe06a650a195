// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.reject.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A signed request passes once. */
class ReplayTest {

    private static final int AT_ONCE = 64;

    @AutoClose
    private static final Server SERVER = Server.start();

    private final Client client = Client.of(SERVER);

    @Test
    void v27RefusesTheSecondUse() {
        WireRequest request = client.get("/orders?a=1");

        assertThat(SERVER.send(request).status()).isEqualTo(200);
        Refusals.expect(SERVER, request, Reason.REPLAYED);
        Refusals.expect(SERVER, request, Reason.REPLAYED);
    }

    @Test
    void v29LetsExactlyOneOf64AtOncePass() throws InterruptedException, ExecutionException {
        byte[] body = "{}".getBytes(StandardCharsets.US_ASCII);
        WireRequest request = client.signed("POST", "/orders", "application/json", body);
        SERVER.application().forget();
        SERVER.log().clear();

        List<Integer> statuses = atOnce(request);

        assertThat(SERVER.application().seen()).hasSize(1);
        assertThat(Collections.frequency(statuses, 200)).isEqualTo(1);
        assertThat(Collections.frequency(statuses, 401)).isEqualTo(AT_ONCE - 1);
        assertThat(SERVER.log().text().split("reason=REPLAYED", -1)).hasSize(AT_ONCE);
    }

    private static List<Integer> atOnce(WireRequest request) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            CountDownLatch ready = new CountDownLatch(AT_ONCE);
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                answers.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return SERVER.send(request).status();
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            return statuses;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void v30CountsTheIdsOfEachKeyApart() {
        Client other = Client.of(SERVER, SignatureAlgorithm.ES256);

        assertThat(SERVER.send(withId(client, "/orders", "v30")).status()).isEqualTo(200);
        assertThat(SERVER.send(withId(other, "/orders", "v30")).status()).isEqualTo(200);
    }

    @Test
    void v30RefusesTheSameIdForAnotherTarget() {
        assertThat(SERVER.send(withId(client, "/orders/1", "v30-target")).status())
                .isEqualTo(200);
        Refusals.expect(SERVER, withId(client, "/orders/2", "v30-target"), Reason.REPLAYED);
    }

    @Test
    void v32SpendsNothingOnARequestThatFails() {
        String authorization = client.proof("POST", "/orders").authorization();

        WireRequest changed = client.plain("POST", "/orders/1").field("Authorization", authorization);
        Refusals.expect(SERVER, changed, Reason.PATH_MISMATCH);
        WireRequest withBody = client.plain("POST", "/orders")
                .field("Authorization", authorization)
                .body(new byte[1]);
        Refusals.expect(SERVER, withBody, Reason.BODY_MISMATCH);

        assertThat(SERVER.send(client.plain("POST", "/orders").field("Authorization", authorization))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesTheSecondUseOfWhatHasNoId() {
        String authorization = client.proof("GET", "/orders").without("jti").authorization();
        WireRequest request = client.plain("GET", "/orders").field("Authorization", authorization);

        assertThat(SERVER.send(request).status()).isEqualTo(200);
        Refusals.expect(SERVER, request, Reason.REPLAYED);
    }

    @Test
    void v28RefusesRatherThanForgets() {
        try (Server small = Server.start("", Map.of("replay.max-entries", "2"))) {
            Client one = Client.of(small);
            WireRequest first = one.get("/orders");
            assertThat(small.send(first).status()).isEqualTo(200);
            assertThat(small.send(one.get("/orders")).status()).isEqualTo(200);

            Answer answer = Refusals.expect(small, one.get("/orders"), Reason.REPLAY_STORE_FULL);

            assertThat(answer.lines("retry-after")).hasSize(1);
            Refusals.expect(small, first, Reason.REPLAYED);
        }
    }

    private static WireRequest withId(Client client, String target, String id) {
        return client.plain("GET", target)
                .field(
                        "Authorization",
                        client.proof("GET", target).claim("jti", id).authorization());
    }
}
