// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.reset;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.popfilter.body.BodyIntake;
import io.popfilter.body.BodyPolicy;
import io.popfilter.body.StreamedBody;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.jose.Digests;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a container may do to an asynchronous request while the application returns. */
class ContentEndTest {

    private static final String NOT_CHECKED = "streamed body of POST /upload/7 from 192.0.2.1 ";

    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final Lines lines = new Lines(Level.INFO);
    private final RefusalLog log = new RefusalLog(lines);

    @BeforeEach
    void arrive() {
        when(request.getMethod()).thenReturn("POST");
        when(request.getRequestURI()).thenReturn("/upload/7");
        when(request.getRemoteAddr()).thenReturn("192.0.2.1");
    }

    @Test
    void aRequestThatIsOverWhenTheApplicationReturnsIsLoggedByItsName() throws Exception {
        ContentEnd end = end(unread());
        reset(request); // recycled: it has neither method nor path nor peer

        end.when(request);

        assertThat(lines.logged()).singleElement().asString().contains(NOT_CHECKED);
    }

    @Test
    void soIsOneThatTheContainerLetsNobodyAskAnyMore() throws Exception {
        ContentEnd end = end(unread());
        when(request.isAsyncStarted()).thenThrow(new IllegalStateException("recycled"));
        when(request.getMethod()).thenThrow(new IllegalStateException("recycled"));

        end.when(request);

        assertThat(lines.logged()).singleElement().asString().contains(NOT_CHECKED);
    }

    @Test
    void aBodyThatBreaksOffAfterTheApplicationReturnedIsLoggedByTheNameThatItHadBefore() throws Exception {
        StreamedBody body = unread();
        AsyncContext async = mock(AsyncContext.class);
        when(request.isAsyncStarted()).thenReturn(true);
        when(request.getAsyncContext()).thenReturn(async);
        ContentEnd end = end(body);
        when(request.getRemoteAddr()).thenReturn("192.0.2.99"); // another's by now

        end.when(request);

        verify(async).addListener(end);
        assertThat(lines.logged()).isEmpty();
        body.breakSource(new IOException("gone"));
        end.onComplete(new AsyncEvent(async));
        assertThat(lines.logged())
                .singleElement()
                .asString()
                .startsWith("INFO refused POST /upload/7 from 192.0.2.1: reason=BODY_UNREADABLE ");
    }

    private ContentEnd end(StreamedBody body) {
        return new ContentEnd(new RequestContent(body, FormPolicy.defaults()), log, request);
    }

    private static StreamedBody unread() throws Exception {
        ReceivedRequest received = mock(ReceivedRequest.class);
        when(received.body()).thenReturn(InputStream.nullInputStream());
        when(received.announcedBodyLength()).thenReturn(-1L);
        return (StreamedBody)
                new BodyIntake(received, BodyPolicy.defaults(), new Digests()).stream((hash, length) -> {});
    }
}
