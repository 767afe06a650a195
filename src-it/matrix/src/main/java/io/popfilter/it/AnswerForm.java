// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** A way in which an application answers, by the last segment of the path. */
enum AnswerForm {
    OCTETS("answer-octets") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/json");
            response.setContentLength(2);
            response.getOutputStream().write('{');
            response.getOutputStream().print("}");
        }
    },
    CLOSED("answer-closed") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/plain");
            try (ServletOutputStream out = response.getOutputStream()) {
                out.print(TEXT);
            }
        }
    },
    TEXTUAL("answer-textual") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/html; charset=UTF-8");
            response.getWriter().print("\u00e9\u20ac");
            response.getWriter().append('\uD83D').append('\uDE00'); // one character, in two halves
            response.setContentType("text/html; charset=ISO-8859-1"); // too late
        }
    },
    USUAL_CHARSET("answer-usual-charset") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/html");
            response.getWriter().print("\u00e9");
        }
    },
    RESET("answer-reset") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("draft");
            response.reset();
            response.setContentType("text/plain");
            response.getOutputStream().print("draft");
            response.resetBuffer();
            response.setStatus(HttpServletResponse.SC_ACCEPTED);
            response.getOutputStream().print(TEXT);
        }
    },
    EMPTY("answer-empty") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) {
            response.setHeader("X-Nothing", "said");
        }
    },
    NO_CONTENT("answer-no-content") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        }
    },
    NOT_MODIFIED("answer-not-modified") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            response.setHeader("ETag", "\"1\"");
        }
    },
    REDIRECT("answer-redirect") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("draft");
            response.sendRedirect("https://api.example.com/next");
            response.getWriter().print("too late");
        }
    },
    ERROR_STATUS("answer-error-status") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
            response.setContentType("application/problem+json");
            response.getOutputStream().print("{\"status\":409}");
        }
    },
    FORWARD("answer-forward") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            request.getRequestDispatcher("/answer-textual").forward(request, response);
        }
    },
    INCLUDE("answer-include") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            response.getOutputStream().print("around ");
            request.getRequestDispatcher("/included").include(request, response);
        }
    },
    ASYNC("answer-async") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                try {
                    async.getResponse().setContentType("text/plain");
                    async.getResponse().getWriter().print(TEXT);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                } finally {
                    async.complete();
                }
            });
        }
    },
    ASYNC_TIMEOUT("answer-async-timeout") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) {
            AsyncContext async = request.startAsync(request, response);
            async.setTimeout(100);
            async.addListener(new AnsweringTimeout());
        }
    },
    LISTENER("answer-listener") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AsyncContext async = request.startAsync(request, response);
            ServletOutputStream out = response.getOutputStream();
            out.setWriteListener(new Writing(async, out, 1));
        }
    },
    ASYNC_DISPATCH("answer-async-dispatch") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) {
            request.startAsync(request, response).dispatch("/answer-octets");
        }
    },
    LARGE("answer-large") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("application/octet-stream");
            response.setContentLengthLong((long) PIECES * PIECE.length);
            for (int i = 0; i < PIECES; i++) {
                response.getOutputStream().write(PIECE);
            }
        }
    },
    FLUSHED("answer-flushed") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/event-stream");
            response.getWriter().print("data: 1\n\n");
            response.flushBuffer();
            response.getWriter().print("data: 2\n\n");
            response.getWriter().flush();
        }
    },
    LARGE_LISTENER("answer-large-listener") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            AsyncContext async = request.startAsync(request, response);
            ServletOutputStream out = response.getOutputStream();
            out.setWriteListener(new Writing(async, out, PIECES));
        }
    },
    OWN_TRAILER("answer-own-trailer") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setTrailerFields(() -> Map.of("X-Count", "2"));
            response.getOutputStream().print("one");
            response.getOutputStream().flush();
            response.getOutputStream().print("two");
        }
    },
    SENT_ERROR("answer-sent-error") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("draft");
            response.sendError(HttpServletResponse.SC_CONFLICT, "twice");
        }
    },
    THROWN("answer-thrown") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            response.getOutputStream().print("draft");
            throw new ServletException("expected by a test");
        }
    },
    BROKEN_OFF("answer-broken-off") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException {
            response.getOutputStream().print("half");
            response.flushBuffer();
            throw new ServletException("expected by a test");
        }
    },
    NEVER_COMPLETED("answer-never-completed") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getOutputStream().print("draft");
            request.startAsync(request, response).setTimeout(100);
        }
    },
    UNCOVERABLE("answer-uncoverable") {
        @Override
        void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setHeader("Location", "two  spaces");
            response.getOutputStream().print(TEXT);
        }
    };

    static final String TEXT = "the application was here";
    private static final byte[] PIECE = "0123456789abcdef".repeat(256).getBytes(StandardCharsets.US_ASCII);
    private static final int PIECES = 50;

    private final String segment;

    AnswerForm(String segment) {
        this.segment = segment;
    }

    abstract void answer(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;

    String target() {
        return "/" + segment;
    }

    /** Octets of a large answer. */
    static int largeLength() {
        return PIECES * PIECE.length;
    }

    /** Answers, if this segment is one of ours. */
    static boolean write(String segment, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        Optional<AnswerForm> form = Arrays.stream(values())
                .filter(one -> one.segment.equals(segment))
                .findFirst();
        if (form.isPresent()) {
            form.get().answer(request, response);
        }
        return form.isPresent();
    }

    /** Writes pieces without blocking. */
    private static final class Writing implements WriteListener {

        private final AsyncContext async;
        private final ServletOutputStream out;
        private int due;

        private Writing(AsyncContext async, ServletOutputStream out, int pieces) {
            this.async = async;
            this.out = out;
            this.due = pieces;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (due == 0) {
                    async.complete();
                    return;
                }
                due--;
                out.write(PIECE);
            }
        }

        @Override
        public void onError(Throwable failure) {
            async.complete();
        }
    }

    /** Answers when nobody has, through what the event brings along. */
    private static final class AnsweringTimeout implements AsyncListener {

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            ((HttpServletResponse) event.getAsyncContext().getResponse())
                    .setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
            event.getAsyncContext().getResponse().getOutputStream().print("later");
            event.getAsyncContext().complete();
        }

        @Override
        public void onComplete(AsyncEvent event) {
            // it is over
        }

        @Override
        public void onError(AsyncEvent event) {
            // of no meaning here
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            // of no meaning here
        }
    }
}
