// SPDX-License-Identifier: Apache-2.0
package io.popfilter.nonce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.nonce.ServerNonces.Age;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ServerNoncesTest {

    private static final Duration SPAN = Duration.ofMinutes(5);
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final ServerNonces nonces = new ServerNonces(secret(1), SPAN, new Random(9449));

    @Test
    void dp11_aNonceIsGoodForAtLeastOneSpanAndLessThanTwo() {
        Random times = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            Instant issued = NOW.plusMillis(times.nextInt(3_600_000));
            String nonce = nonces.issue("", issued);
            assertThat(nonces.age(nonce, "", issued)).contains(Age.CURRENT);
            assertThat(nonces.age(nonce, "", issued.plus(SPAN))).contains(Age.PREVIOUS);
            assertThat(nonces.age(nonce, "", issued.plus(SPAN.multipliedBy(2)))).isEmpty();
            Instant later = issued.plusMillis(times.nextLong(0, SPAN.toMillis() * 4));
            if (nonces.age(nonce, "", later).isPresent()) {
                assertThat(Duration.between(issued, later)).isLessThan(SPAN.multipliedBy(2));
            }
        }
    }

    @Test
    void theClockOfTheServerThatIssuedItMayBeAhead() {
        String nonce = nonces.issue("", NOW.plusSeconds(30));

        assertThat(nonces.age(nonce, "", NOW.minusSeconds(1))).contains(Age.CURRENT);
        assertThat(nonces.age(nonce, "", NOW.minus(SPAN).minusSeconds(1))).isEmpty();
    }

    @Test
    void dp29_noTwoAreEqualAndEachFitsIntoAnyHeader() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String nonce = nonces.issue("token", NOW);
            assertThat(seen.add(nonce)).isTrue();
            assertThat(nonce).matches("[A-Za-z0-9_-]{48}");
        }
    }

    @Test
    void dp29_dp36_anotherServerWithTheSameSecretAcceptsItAndOneWithAnotherSecretDoesNot() {
        String nonce = nonces.issue("", NOW);

        assertThat(new ServerNonces(secret(1), SPAN, new Random()).age(nonce, "", NOW))
                .contains(Age.CURRENT);
        assertThat(new ServerNonces(secret(2), SPAN, new Random()).age(nonce, "", NOW))
                .isEmpty();
    }

    @Test
    void aNonceForOneThingIsNotGoodForAnother() {
        String nonce = nonces.issue("one", NOW);

        assertThat(nonces.age(nonce, "one", NOW)).contains(Age.CURRENT);
        assertThat(nonces.age(nonce, "other", NOW)).isEmpty();
        assertThat(nonces.age(nonce, "", NOW)).isEmpty();
        assertThat(nonces.age(nonces.issue("", NOW), "one", NOW)).isEmpty();
    }

    @Test
    void dp29_noChangedCharacterIsAccepted() {
        String nonce = nonces.issue("", NOW);
        for (int i = 0; i < nonce.length(); i++) {
            char changed = nonce.charAt(i) == 'A' ? 'B' : 'A';
            assertThat(nonces.age(nonce.substring(0, i) + changed + nonce.substring(i + 1), "", NOW))
                    .isEmpty();
        }
    }

    @Test
    void nothingElseIsAccepted() {
        String nonce = nonces.issue("", NOW);
        for (String text :
                new String[] {"", "x", nonce + "A", nonce + "=", nonce + " ", " " + nonce, nonce.substring(1)}) {
            assertThat(nonces.age(text, "", NOW)).as(text).isEmpty();
        }
        Random random = new Random(3);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(60); c > 0; c--) {
                text.append((char) (random.nextInt(10) == 0 ? random.nextInt(0x300) : ' ' + random.nextInt(95)));
            }
            assertThat(nonces.age(text.toString(), "", NOW)).isEmpty();
        }
    }

    @Test
    void refusesASecretThatCanBeGuessedAndASpanOfNothing() {
        byte[] weak = new byte[ServerNonces.MIN_SECRET - 1];
        assertThatThrownBy(() -> new ServerNonces(weak, SPAN, new Random()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ServerNonces(secret(1), Duration.ZERO, new Random()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] secret(int octet) {
        byte[] secret = new byte[ServerNonces.MIN_SECRET];
        Arrays.fill(secret, (byte) octet);
        return secret;
    }
}
