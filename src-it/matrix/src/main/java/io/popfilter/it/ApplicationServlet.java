// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The application behind the filter. The last segment of the path says how it reads the body, or what else it does. */
final class ApplicationServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int TEAPOT = 418;
    private static final String DONE = "the application was here";

    private final transient Queue<Seen> seen = new ConcurrentLinkedQueue<>();
    private final transient Queue<String> begun = new ConcurrentLinkedQueue<>();

    /** All requests that came here since the last {@link #forget()}, in order. */
    List<Seen> seen() {
        return List.copyOf(seen);
    }

    /** Whether the application has got as far as the body of a request to this path, for those that are drained. */
    boolean hasBegun(String path) {
        return begun.contains(path);
    }

    void forget() {
        seen.clear();
        begun.clear();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        DispatcherType dispatcher = request.getDispatcherType();
        if (dispatcher == DispatcherType.INCLUDE) {
            report(request, response, "", Map.of());
            return;
        }
        switch (path(request)) {
            case "reader" -> report(request, response, readText(request), Map.of());
            case "parameters" -> report(request, response, "", parameters(request));
            case "parts" -> report(request, response, "", parts(request));
            case "part-facts" -> report(request, response, "", partFacts(request));
            case "unread" -> report(request, response, "", Map.of());
            case "trailers" -> report(request, response, readOctets(request), trailers(request));
            case "octets" -> readOctetByOctet(request, response);
            case "drained" -> drain(request, response);
            case "listener", "drained-listener" -> listen(request, response);
            case "forward" -> forward(request, response, sibling(request, "stream"));
            case "include" -> {
                report(request, response, "", Map.of());
                request.getRequestDispatcher("/included").include(request, response);
            }
            case "async", "async-unwrapped" -> dispatchLater(request, response);
            case "teapot" -> {
                report(request, null, "", Map.of());
                response.sendError(TEAPOT);
            }
            default -> {
                if (!AnswerForm.write(path(request), request, response)) {
                    report(request, response, readOctets(request), Map.of());
                }
            }
        }
    }

    private static String path(HttpServletRequest request) {
        String uri = request.getRequestURI();
        return uri.substring(uri.lastIndexOf('/') + 1);
    }

    /** A path within the application: the request's with another last segment. */
    private static String sibling(HttpServletRequest request, String name) {
        String path = request.getRequestURI().substring(request.getContextPath().length());
        return path.substring(0, path.lastIndexOf('/') + 1) + name;
    }

    private void report(
            HttpServletRequest request, HttpServletResponse response, String body, Map<String, List<String>> facts)
            throws IOException {
        seen.add(Seen.of(request, body, facts));
        if (response != null) {
            response.setContentType("text/plain");
            response.getOutputStream().print(DONE);
        }
    }

    static boolean answered(Answer answer) {
        return answer.status() == 200 && answer.body().startsWith(DONE);
    }

    private static String readOctets(HttpServletRequest request) throws IOException {
        return new String(request.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String readText(HttpServletRequest request) throws IOException {
        StringWriter text = new StringWriter();
        try (BufferedReader reader = request.getReader()) {
            reader.transferTo(text);
        }
        return text.toString();
    }

    private static Map<String, List<String>> parameters(HttpServletRequest request) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        request.getParameterMap().forEach((name, values) -> parameters.put(name, List.of(values)));
        return parameters;
    }

    private static Map<String, List<String>> parts(HttpServletRequest request) throws IOException, ServletException {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        for (Part part : request.getParts()) {
            String content = new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            parts.computeIfAbsent(part.getName(), name -> new ArrayList<>()).add(content);
        }
        return parts;
    }

    /** Everything that the Servlet API says about the parts, and the parameters that come of them. */
    private static Map<String, List<String>> partFacts(HttpServletRequest request)
            throws IOException, ServletException {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        int index = 0;
        for (Part part : request.getParts()) {
            facts.put(
                    "part " + index++,
                    List.of(
                            part.getName(),
                            String.valueOf(part.getSubmittedFileName()),
                            String.valueOf(part.getContentType()),
                            Long.toString(part.getSize()),
                            String.valueOf(part.getHeader("X-Note")),
                            part.getHeaders("x-note").toString(),
                            new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8)));
        }
        parameters(request).forEach((name, values) -> facts.put("parameter " + name, values));
        Part one = request.getPart("field");
        facts.put("the part called field", List.of(one == null ? "none" : Long.toString(one.getSize())));
        return facts;
    }

    private static Map<String, List<String>> trailers(HttpServletRequest request) {
        Map<String, List<String>> trailers = new LinkedHashMap<>();
        request.getTrailerFields().forEach((name, value) -> trailers.put(name, List.of(value)));
        return trailers;
    }

    private void readOctetByOctet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        ServletInputStream in = request.getInputStream();
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        boolean finishedBefore = in.isFinished();
        boolean ready = in.isReady();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            octets.write(octet);
        }
        Map<String, List<String>> facts = Map.of(
                "finished before", List.of(Boolean.toString(finishedBefore)),
                "ready", List.of(Boolean.toString(ready)),
                "finished after", List.of(Boolean.toString(in.isFinished())),
                "available after", List.of(Integer.toString(in.available())));
        report(request, response, octets.toString(StandardCharsets.ISO_8859_1), facts);
    }

    /** Reports how the body ended too if that was no normal end, and lets the client have the exception all the same. */
    private void drain(HttpServletRequest request, HttpServletResponse response) throws IOException {
        begun.add(request.getRequestURI());
        DrainedBody body = DrainedBody.of(request.getInputStream());
        report(request, body.failure().isPresent() ? null : response, body.octets(), body.facts());
        if (body.failure().isPresent()) {
            throw body.failure().get();
        }
    }

    private void listen(HttpServletRequest request, HttpServletResponse response) throws IOException {
        begun.add(request.getRequestURI());
        AsyncContext async = request.startAsync();
        ServletInputStream in = request.getInputStream();
        in.setReadListener(new Reading(in, async, request, response));
    }

    private final class Reading implements ReadListener {

        private final ServletInputStream in;
        private final AsyncContext async;
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final String path;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        Reading(ServletInputStream in, AsyncContext async, HttpServletRequest request, HttpServletResponse response) {
            this.in = in;
            this.async = async;
            this.request = request;
            this.response = response;
            this.path = path(request);
        }

        @Override
        public void onDataAvailable() throws IOException {
            byte[] chunk = new byte[1000];
            while (in.isReady() && !in.isFinished()) {
                int count = in.read(chunk);
                if (count > 0) {
                    octets.write(chunk, 0, count);
                }
            }
        }

        @Override
        public void onAllDataRead() throws IOException {
            report(request, response, octets.toString(StandardCharsets.ISO_8859_1), Map.of());
            async.complete();
        }

        @Override
        public void onError(Throwable failure) {
            if (path.equals("drained-listener")) {
                seen.add(Seen.of(request, octets.toString(StandardCharsets.ISO_8859_1), DrainedBody.facts(failure)));
            }
            async.complete();
        }
    }

    private static void forward(HttpServletRequest request, HttpServletResponse response, String to)
            throws ServletException, IOException {
        request.getRequestDispatcher(to).forward(request, response);
    }

    private void dispatchLater(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            report(request, response, readOctets(request), Map.of());
        } else {
            report(request, null, "", Map.of());
            AsyncContext async =
                    path(request).equals("async") ? request.startAsync(request, response) : request.startAsync();
            async.dispatch();
        }
    }
}
