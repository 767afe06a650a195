// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.popfilter.RequestVerifier;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class VectorTest {

    private static final String ACCEPTED = "ACCEPTED";

    /** One request and files of keys cannot provoke these: they take an authorization server, or a second request. */
    private static final Set<Reason> TESTED_ELSEWHERE = EnumSet.of(
            Reason.VERIFICATION_KEYS_UNAVAILABLE, // keys that are fetched
            Reason.TOKEN_INACTIVE, // introspection
            Reason.INTROSPECTION_UNAVAILABLE,
            Reason.CONFIRMATION_URL_NOT_ALLOWED, // a list of hosts
            Reason.TOKEN_USED_BEFORE, // two requests with one token
            Reason.PROOF_MISSING, // scheme DPoP, which vectors do not speak
            Reason.PROOF_REPEATED,
            Reason.TARGET_URI_MALFORMED,
            Reason.CLIENT_CERTIFICATE_MISMATCH, // a TLS connection
            Reason.CHANNEL_BINDING_MISMATCH,
            Reason.CHANNEL_BINDING_MISSING,
            Reason.EARLY_DATA,
            Reason.BOUND_TOKEN_WITHOUT_PROOF, // scheme Bearer, neither
            Reason.SCHEME_NOT_FOR_ROUTE, // demands of routes
            Reason.SCOPE_INSUFFICIENT,
            Reason.AUTHENTICATION_INSUFFICIENT,
            Reason.NONCE_MISSING,
            Reason.NONCE_NOT_ACCEPTED,
            Reason.PEER_NOT_TRUSTED, // proxies that are asked
            Reason.FORWARDING_UNACCEPTABLE,
            Reason.BODY_MALFORMED, // an application
            Reason.BODY_STORAGE_UNAVAILABLE, // a disk
            Reason.DISPATCHED_ELSEWHERE); // a container

    static List<Vector> vectors() throws IOException {
        return Vector.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("vectors")
    void endsAsItsHeadSays(Vector vector) throws IOException, MalformedException {
        RequestVerifier verifier = VectorVerifier.of(vector);
        String outcome = "";
        String facts = "";
        for (int i = Integer.parseInt(vector.get(Setting.TIMES)); i > 0; i--) {
            try {
                VectorVerifier.verify(vector, verifier);
                outcome = ACCEPTED;
            } catch (Rejection e) {
                outcome = e.reason().name();
                facts = e.getMessage();
            }
        }

        assertThat(outcome).as(facts).isEqualTo(vector.get(Setting.EXPECT));
    }

    @Test
    void thereIsAVectorForEveryReason() throws IOException {
        Set<String> expectations =
                Vector.all().stream().map(vector -> vector.get(Setting.EXPECT)).collect(Collectors.toSet());

        assertThat(expectations).contains(ACCEPTED);
        assertThat(EnumSet.complementOf(EnumSet.copyOf(TESTED_ELSEWHERE)).stream()
                        .map(Reason::name)
                        .filter(reason -> !expectations.contains(reason)))
                .as("reasons without a vector")
                .isEmpty();
    }

    @Test
    void aReasonWithoutAVectorIsAssertedInAnotherTest() throws IOException {
        Path tests = Path.of("src", "test", "java");
        Path testsOfTheFilter = Path.of("..", "filter-servlet").resolve(tests);
        try (Stream<Path> ofTheCore = Files.walk(tests);
                Stream<Path> ofTheFilter = Files.walk(testsOfTheFilter)) {
            Stream<Path> files = Stream.concat(ofTheCore, ofTheFilter);
            List<String> others = new ArrayList<>();
            for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                    .filter(path -> !path.endsWith("VectorTest.java"))
                    .toList()) {
                others.add(Files.readString(file));
            }
            assertThat(TESTED_ELSEWHERE)
                    .allSatisfy(reason -> assertThat(others)
                            .as(reason.name())
                            .anyMatch(text -> text.contains("isEqualTo(Reason." + reason + ")")));
        }
    }

    @Test
    void everyVectorCitesItsSource() throws IOException {
        assertThat(Vector.all())
                .allSatisfy(vector -> assertThat(vector.get(Setting.COMMENT))
                        .as(vector.toString())
                        .matches(".*\\(.*([0-9]|R-[A-Z]).*\\)\\."));
    }

    @Test
    void aLineThatIsNotKnownIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vector.parse("x", "expect: ACCEPTED\ncoment: typo\nnow: 2026-01-15T12:00:00Z\n\n"))
                .withMessageContaining("coment");
    }

    @Test
    void aMissingExpectationIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Vector.parse("x", "comment: none\nnow: 2026-01-15T12:00:00Z\n\n"))
                .withMessageContaining("expect");
    }
}
