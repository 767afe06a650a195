// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.fixture.FakeRequest;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @ParameterizedTest
    @CsvSource({
        "'',/a/b,/a/b",
        "/app,/app,/",
        "/app,/app/,/",
        "/app,/app/x,/x",
        "/%61pp,/app/x,/x",
        "/app,/%61pp/x,/x",
        "/a/b,/a/b/c,/c",
        "/my%20app,/my%20app/x,/x",
        "/my app,/my%20app/x,/x",
        "/caf\u00e9,/caf%c3%A9/x,/x",
        "/a\u20acb,/a%E2%82%ACb,/"
    })
    void theRouteIsThePathWithinTheApplication(String context, String path, String route) throws Rejection {
        RequestTarget target = RequestTarget.read(FakeRequest.get().path(path), context);
        assertThat(target.route().value()).isEqualTo(route);
    }

    @ParameterizedTest
    @CsvSource({
        "/app,/",
        "/app,/ap",
        "/app,/apple",
        "/app,/x/app",
        "/app,/APP/x",
        "/app;x,/app;x/y",
        "/my app,/my+app/x"
    })
    void aPathOutsideTheApplicationIsRefused(String context, String path) {
        assertThatThrownBy(() -> RequestTarget.read(FakeRequest.get().path(path), context))
                .isInstanceOfSatisfying(
                        Rejection.class,
                        rejection -> assertThat(rejection.reason()).isEqualTo(Reason.TARGET_AMBIGUOUS));
    }

    @Test
    void aBrokenQueryIsRefused() {
        assertThatThrownBy(() -> RequestTarget.read(FakeRequest.get().query("a=%zz"), ""))
                .isInstanceOfSatisfying(
                        Rejection.class,
                        rejection -> assertThat(rejection.reason()).isEqualTo(Reason.TARGET_AMBIGUOUS));
    }

    @ParameterizedTest
    @CsvSource({
        "/a,/a,true",
        "/a,/a/,false",
        "/a,/b,false",
        "/a,/A,false",
        "/a/*,/a,true",
        "/a/*,/a/,true",
        "/a/*,/a/b/c,true",
        "/a/*,/ab,false",
        "/a/*,/b,false",
        "/*,/,true",
        "/*,/x,true",
        "/,/,true",
        "/,/x,false",
        "/a/,/a,false"
    })
    void patternsMatchCanonicalRoutes(String pattern, String route, boolean matches) throws MalformedException {
        assertThat(PathPattern.of(pattern).matches(CanonicalPath.of(route))).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "a",
                "/a*",
                "/*/a",
                "/a/*/b",
                "/a/**",
                "/%61",
                "/a//b",
                "/a/../b",
                "/a;b",
                "/a%3Bb",
                "/a%25b",
                "/a/%2e/*",
                "//*",
                "*/"
            })
    void otherPatternsAreRefused(String pattern) {
        assertThatThrownBy(() -> PathPattern.of(pattern)).isInstanceOf(MalformedException.class);
    }
}
