// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.parse.MalformedException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest(name = "{0} contains {1}")
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0",
        "10.0.0.0/8, 10.255.255.255",
        "10.0.0.0/8, ::ffff:10.1.2.3",
        "127.0.0.1, 127.0.0.1",
        "127.0.0.1/32, 127.0.0.1",
        "0.0.0.0/0, 203.0.113.7",
        "192.0.2.128/25, 192.0.2.200",
        "::1, 0:0:0:0:0:0:0:1",
        "2001:db8::/32, 2001:DB8:ffff::1",
        "fe80::/10, fe80::1%eth0",
        "fe80::/10, fe80:0:0:0:1:2:3:4%2",
        "::/0, 2001:db8::1",
        "::ffff:10.0.0.1, 10.0.0.1"
    })
    void contains(String range, String address) throws MalformedException {
        assertThat(AddressRange.parse(range).contains(address)).isTrue();
    }

    @ParameterizedTest(name = "{0} does not contain {1}")
    @CsvSource({
        "10.0.0.0/8, 11.0.0.0",
        "10.0.0.0/8, 9.255.255.255",
        "192.0.2.128/25, 192.0.2.127",
        "127.0.0.1, 127.0.0.2",
        "0.0.0.0/0, ::1",
        "::/0, 10.0.0.1",
        "2001:db8::/32, 2001:db9::1",
        "127.0.0.0/8, localhost",
        "127.0.0.0/8, 127.1",
        "127.0.0.0/8, 0177.0.0.1",
        "127.0.0.0/8, 2130706433",
        "127.0.0.0/8, '127.0.0.1 '",
        "127.0.0.0/8, ''"
    })
    void doesNotContain(String range, String address) throws MalformedException {
        assertThat(AddressRange.parse(range).contains(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "10.0.0.1/8",
                "10.0.0/8",
                "10.0.0.256",
                "010.0.0.1",
                "localhost",
                "example.com/8",
                "::1/129",
                "2001:db8::1/32",
                ":::1",
                "[::1]",
                "::g",
                "fe80::1%eth0",
                "10.0.0.0%x/8",
                "10.0.0.0/\u0661"
            })
    void isMalformed(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(MalformedException.class);
    }

    @Test
    void anyTextIsARangeOrMalformedAndIsNeverLookedUp() {
        Random random = new Random(4632);
        String alphabet = "0123456789abcdef:./%[]gz \u0661";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int c = random.nextInt(24); c > 0; c--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                AddressRange range = AddressRange.parse(text.toString());
                assertThat(range.toString()).isEqualTo(text.toString());
                range.contains(text.toString());
            } catch (MalformedException e) {
                assertThat(e.defect()).isNotEmpty();
            }
        }
    }
}
