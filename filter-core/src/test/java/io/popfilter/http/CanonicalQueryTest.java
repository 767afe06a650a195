// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.popfilter.parse.MalformedException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class CanonicalQueryTest {

    static final String[] NORMAL = {
        "a=1&b=2",
        "a=&b",
        "&a=1&&b=2&",
        "=1",
        "a=x+y",
        "a=x%20y",
        "a=x%2By",
        "a=1%262",
        "a=1%3D2",
        "a=1;b=2",
        "a=b?c=d",
        "?a=1",
        "a=/../x//y/./z",
        "a='x'",
        "a=%00",
        "a=%FF",
        "a=%2525",
        "u=http://h:80/x;y",
        "&",
        "=",
        "a=b=c",
        "a=%0A"
    };

    static final String[] REFUSED = {
        "a=%zz",
        "a=%",
        "a=%2",
        "%",
        "a=1#frag",
        "a=x y",
        "a=x\ty",
        "a=\u00e9",
        "a=\u00c3\u00a9",
        "a=\u0000",
        "a=\u007f",
        "a=\n",
        "a=%u0061"
    };

    @ParameterizedTest
    @FieldSource("NORMAL")
    void leavesTheNormalFormAlone(String query) throws MalformedException {
        assertThat(CanonicalQuery.of(query).text()).isEqualTo(query);
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void refusesWhatCannotBeSent(String query) {
        assertThatThrownBy(() -> CanonicalQuery.of(query)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "a=%61%7E a=a~",
                "%61=1 a=1",
                "a=%c3%a9%2f a=%C3%A9%2F",
                "a[]=1&b[x]=2 a%5B%5D=1&b%5Bx%5D=2",
                "a=\"<x>\" a=%22%3Cx%3E%22",
                "a={x}|^ a=%7Bx%7D%7C%5E",
                "a=x\\y a=x%5Cy"
            })
    void bringsOtherSpellingsIntoNormalForm(String query, String normal) throws MalformedException {
        assertThat(CanonicalQuery.of(query).text()).isEqualTo(normal);
    }

    @Test
    void accountsForEveryToken() throws MalformedException {
        CanonicalQuery query = CanonicalQuery.of("&a=1&&b&=2&a=&c=d=e&");
        assertThat(query.names()).containsExactly("", "a", "", "b", "", "a", "c", "");
        assertThat(query.size()).isEqualTo(8);
        assertThat(query.text(List.of("a", "a"))).contains("a=1&a=");
        assertThat(query.text(List.of("c", "b", "a"))).contains("c=d=e&b&a=1");
        assertThat(query.text(List.of("", "", "", ""))).contains("&&=2&");
        assertThat(query.text(List.of())).contains("");
        assertThat(query.text(List.of("a", "a", "a"))).isEmpty();
        assertThat(query.text(List.of("A"))).isEmpty();
        assertThat(query.text(List.of("", "", "", "", ""))).isEmpty();
    }

    @Test
    void hasNoTokensWithoutAQuery() throws MalformedException {
        for (CanonicalQuery none : List.of(CanonicalQuery.of(null), CanonicalQuery.of(""))) {
            assertThat(none.names()).isEmpty();
            assertThat(none.text()).isEmpty();
            assertThat(none.text(List.of(""))).isEmpty();
        }
    }

    @MethodSource("seeds")
    @FuzzTest
    void isIdempotentAndLosesNothing(String raw) {
        CanonicalQuery query;
        try {
            query = CanonicalQuery.of(String.valueOf(raw));
        } catch (MalformedException e) {
            return;
        }
        assertThat(query.text()).matches("[!-~&&[^#\"<>\\[\\]\\\\{}|^`]]*");
        assertThat(query.text(query.names())).contains(query.text());
        assertThatCode(() -> assertThat(CanonicalQuery.of(query.text()).text()).isEqualTo(query.text()))
                .doesNotThrowAnyException();
        long ampersands = query.text().chars().filter(c -> c == '&').count();
        assertThat(query.size()).isEqualTo((int) (query.text().isEmpty() && query.size() == 0 ? 0 : ampersands + 1));
    }

    static Stream<String> seeds() {
        return Stream.of(NORMAL, REFUSED).flatMap(Stream::of);
    }
}
