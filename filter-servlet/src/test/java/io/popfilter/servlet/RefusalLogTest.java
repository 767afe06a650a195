// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.popfilter.reject.Explanation;
import io.popfilter.reject.Facts;
import io.popfilter.reject.LikelyCause;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.TlsExporter;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalLogTest {

    private final Lines lines = new Lines(Level.INFO);
    private final HttpServletRequest request = mock(HttpServletRequest.class);

    @Test
    void aRefusalIsOneLineThatNamesExpectedReceivedAndTheLikelyCause() {
        when(request.getMethod()).thenReturn("GET");
        when(request.getRequestURI()).thenReturn("/a/b");
        when(request.getRemoteAddr()).thenReturn("192.0.2.1");
        Facts facts = Facts.expected("/a//b", "/a/b").likely(Optional.of(LikelyCause.SLASHES_MERGED));

        new RefusalLog(lines).refused(request, new Rejection(Reason.PATH_MISMATCH, facts));

        assertThat(lines.logged())
                .containsExactly("INFO refused GET /a/b from 192.0.2.1: reason=PATH_MISMATCH stage=COVERAGE"
                        + " expected=\"/a//b\" received=\"/a/b\" cause=\"" + LikelyCause.SLASHES_MERGED.sentence()
                        + '"');
    }

    @ParameterizedTest
    @ValueSource(strings = {"jetty/12.1.13", "Jetty/12.0.38"})
    void namesTheSettingOfJettyThatKeepsLetterCase(String serverInfo) {
        new RefusalLog(lines).runsIn(serverInfo);

        assertThat(lines.logged())
                .singleElement()
                .asString()
                .startsWith("INFO ")
                .contains("setHeaderCacheCaseSensitive(true)", "docs/containers.md");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"Apache Tomcat/11.0.27", "Undertow - 2.3.26.Final", "not jetty"})
    void hasNothingToSayAboutOtherContainers(@Nullable String serverInfo) {
        new RefusalLog(lines).runsIn(serverInfo);

        assertThat(lines.logged()).isEmpty();
    }

    @Test
    void saysWhetherThisJvmHasTheExporter() {
        new RefusalLog(lines).compares(Set.of(BindingType.TLS_EXPORTER));

        assertThat(lines.logged())
                .singleElement()
                .asString()
                .startsWith(
                        TlsExporter.isOfThisJvm()
                                ? "INFO tls-exporter is available here"
                                : "INFO tls-exporter is not available from JDK "
                                        + Runtime.version().feature());
    }

    @Test
    void warnsOfTheTripleHandshake() {
        new RefusalLog(lines).compares(Set.of(BindingType.TLS_UNIQUE));

        assertThat(lines.logged())
                .singleElement()
                .asString()
                .startsWith("WARNING ")
                .contains("tls-unique", "triple handshake", "RFC 7627");
    }

    @Test
    void hasNothingToSayWhereNothingOfTheConnectionIsCompared() {
        new RefusalLog(lines).compares(Set.of());

        assertThat(lines.logged()).isEmpty();
    }

    @Test
    void anOutageIsAnError() {
        new RefusalLog(lines).refused(request, Rejection.outage(Reason.INTERNAL_FAULT, new IllegalStateException()));

        assertThat(lines.logged()).singleElement().asString().startsWith("ERROR refused ");
    }

    @Test
    void atDebugTheWholeStoryFollows() {
        Rejection rejection = new Rejection(Reason.PATH_MISMATCH);

        Lines story = new Lines(Level.DEBUG);
        new RefusalLog(story).refused(request, rejection);

        Explanation explanation = rejection.explain();
        assertThat(story.logged()).hasSize(2).last().isEqualTo("DEBUG " + explanation);
    }
}
