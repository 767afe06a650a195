// SPDX-License-Identifier: Apache-2.0
package io.popfilter.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.jose.Digests;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHashTest {

    private final Digests digests = new Digests();

    private Optional<String> hash(FakeRequest request) {
        return RequestHash.of(request, digests).map(RequestHash::value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PoP a.b.c", "pop a.b.c", "POP   a.b.c "})
    void isThatOfTheSignedRequest(String line) {
        assertThat(hash(FakeRequest.get().authorization(line))).hasValue(Bytes.sha256("a.b.c"));
    }

    @Test
    void isThatOfTheDpopProof() {
        FakeRequest request = FakeRequest.get().authorization("DPoP token").field("dpop", " a.b.c");
        assertThat(hash(request)).hasValue(Bytes.sha256("a.b.c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer token", "PoP", "Basic x", "", "DPoP token", "PoPx a.b.c"})
    void isNotThereWithoutAnAuthenticator(String line) {
        assertThat(hash(FakeRequest.get().authorization(line))).isEmpty();
        assertThat(hash(FakeRequest.get())).isEmpty();
    }

    @Test
    void isNotThereWhenThereAreSeveral() {
        assertThat(hash(FakeRequest.get().authorization("PoP a").authorization("PoP b")))
                .isEmpty();
        assertThat(hash(FakeRequest.get()
                        .authorization("DPoP t")
                        .field("dpop", "a")
                        .field("dpop", "b")))
                .isEmpty();
        assertThat(hash(FakeRequest.get().authorization("PoP " + "a".repeat(8192))))
                .isEmpty();
    }

    @Test
    void onlyTheBooleanTrueAsks() {
        assertThat(List.of("?1", " ?1 ", "?1;a=b")).allMatch(line -> AnswerFields.isWanted(List.of(line)));
        assertThat(List.of("?0", "1", "true", "?1, ?1", "?10", ""))
                .noneMatch(line -> AnswerFields.isWanted(List.of(line)));
        assertThat(AnswerFields.isWanted(List.of())).isFalse();
        assertThat(AnswerFields.isWanted(List.of("?1", "?1"))).isFalse();
    }
}
