// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.popfilter.answer.AnswerFields;
import io.popfilter.answer.AnswerSigner;
import io.popfilter.answer.RequestHash;
import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.jose.SigningKey;
import io.popfilter.servlet.settings.CorsPolicy;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.mockito.InOrder;

/** When a container is told what; what then goes out is tested in containers, over sockets. */
class SignedResponseTest {

    private static final int MAX = 10;

    private final HttpServletRequest request = mock(HttpServletRequest.class);
    private final HttpServletResponse containers = mock(HttpServletResponse.class);
    private final ServletOutputStream out = mock(ServletOutputStream.class);

    @BeforeEach
    void prepare() throws IOException {
        when(request.getMethod()).thenReturn("GET");
        when(request.getProtocol()).thenReturn("HTTP/2.0");
        when(request.getDispatcherType()).thenReturn(DispatcherType.REQUEST);
        when(request.getHeaders(any())).thenReturn(Collections.emptyEnumeration());
        when(request.getHeaders("TE")).thenReturn(Collections.enumeration(List.of("trailers")));
        when(containers.getStatus()).thenReturn(200);
        when(containers.getHeaders(any())).thenReturn(List.of());
        when(containers.getCharacterEncoding()).thenReturn("ISO-8859-1");
        when(containers.getOutputStream()).thenReturn(out);
    }

    private SignedResponse response() {
        return response(CorsPolicy.none());
    }

    private SignedResponse response(CorsPolicy cors) {
        AnswerPolicy policy = new AnswerPolicy(
                new AnswerSigner(InstantSource.system()),
                AnswerFields.USUALLY_COVERED,
                MAX,
                Optional.of(SigningKey.generate(SignatureAlgorithm.ES256)),
                cors,
                why -> {
                    throw new AssertionError(why);
                });
        return new SignedResponse(containers, SignedExchange.start(policy, new RequestHash("x"), request));
    }

    @Test
    void holdsAsMuchAsItMayAndThenSignsAndSends() throws IOException {
        SignedResponse response = response();
        response.getOutputStream().write(new byte[MAX]);
        verify(containers, never()).getOutputStream();

        response.finish();

        InOrder order = inOrder(containers, out);
        order.verify(containers).setHeader(eq("PoP-Response"), any());
        order.verify(out).write(any(byte[].class));
        verify(containers, never()).setTrailerFields(any());
    }

    @Test
    void sendsWhatIsMoreInOnePieceWithASignatureToFollow() throws IOException {
        SignedResponse response = response();
        response.setContentLength(MAX + 1);
        response.getOutputStream().write(new byte[MAX]);

        response.getOutputStream().write(1);

        InOrder order = inOrder(containers, out);
        order.verify(containers).setTrailerFields(any());
        order.verify(containers).addHeader("Trailer", "PoP-Response");
        order.verify(out).write(any(byte[].class));
        verify(containers, never()).setHeader(eq("PoP-Response"), any());
        verify(containers, never()).setContentLengthLong(anyLong());
    }

    @Test
    void signsInTheHeaderWhereTheContainerHasNoTrailerSection() throws IOException {
        doThrow(new IllegalStateException("not chunked")).when(containers).setTrailerFields(any());
        SignedResponse response = response();
        response.setHeader("content-length", "11");

        response.getOutputStream().write(new byte[MAX + 1]);

        verify(containers).setHeader(eq("PoP-Response"), any());
        verify(containers).setContentLengthLong(11);
        verify(containers, never()).addHeader(eq("Trailer"), any());
    }

    @Test
    void keepsTheEncodingOfItsWriter() throws IOException {
        SignedResponse response = response();
        PrintWriter writer = response.getWriter();
        verify(containers).setCharacterEncoding("ISO-8859-1");

        response.setCharacterEncoding("UTF-8");
        response.setContentType("text/html;charset=UTF-8");

        verify(containers, never()).setCharacterEncoding("UTF-8");
        assertThat(response.getWriter()).isSameAs(writer);
        assertThatThrownBy(response::getOutputStream).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void forgetsWhichOfWriterAndStreamItWasWhenItIsReset() throws IOException {
        SignedResponse response = response();
        response.getWriter().print("draft");

        response.reset();
        response.getOutputStream().print("sent");
        response.finish();

        verify(out).write("sent".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        assertThatThrownBy(response::getWriter).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void leavesAloneWhatIsCommitted() throws IOException {
        when(containers.isCommitted()).thenReturn(true);
        SignedResponse response = response();

        assertThatThrownBy(() -> response.sendRedirect("/next")).isInstanceOf(IllegalStateException.class);
        response.sendError(500);

        verify(containers, never()).setHeader(any(), any());
        verify(containers).sendError(500);
    }

    @Test
    void signsTheStatusOfAnErrorAnewWhenNothingIsCommitted() throws IOException {
        doThrow(new IllegalStateException("not chunked")).when(containers).setTrailerFields(any());
        SignedResponse response = response();
        response.getOutputStream().write(new byte[MAX + 1]);

        response.sendError(409, "twice");
        response.finish();

        InOrder order = inOrder(containers);
        order.verify(containers, times(2)).setHeader(eq("PoP-Response"), any());
        order.verify(containers).sendError(409, "twice");
        order.verifyNoMoreInteractions();
    }

    @Test
    void redirectsWithTheStatusOfServlet61() throws IOException {
        SignedResponse response = response();
        response.getOutputStream().print("kept");

        response.sendRedirect("/next", 307, false);

        InOrder order = inOrder(containers);
        order.verify(containers).setStatus(307);
        order.verify(containers).setHeader("Location", "/next");
        order.verify(containers).setHeader(eq("PoP-Response"), any());
        order.verify(containers).flushBuffer();
        verify(out).write("kept".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        verify(containers, never()).sendError(anyInt());
    }

    @Test
    void signsNothingThatIsAbandoned() throws IOException {
        SignedResponse response = response();
        response.getOutputStream().print("draft");

        response.abandon();
        response.finish();

        verify(containers, never()).setHeader(any(), any());
        verify(containers, never()).getOutputStream();
    }

    @Test
    void letsScriptsOfOtherOriginsReadTheSignatureWhereTheyMayReadChallenges() throws IOException {
        response(new CorsPolicy(CorsPolicy.Preflight.REFUSE, CorsPolicy.Challenge.EXPOSED))
                .finish();

        verify(containers).addHeader("Access-Control-Expose-Headers", "PoP-Response");
    }
}
