// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import io.popfilter.answer.AnswerFields;
import io.popfilter.jose.Digests;
import io.popfilter.parse.Base64Url;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that is signed when its header goes out, or when its body ends. For one thread at a time, as all responses. */
final class SignedResponse extends HttpServletResponseWrapper {

    private static final String CONTENT_LENGTH = "Content-Length";
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String HASH_OF_NOTHING =
            Base64Url.encode(Digests.newSha256().digest());

    private final HttpServletResponse containers;
    private final SignedExchange exchange;
    private final HttpServletResponse atEnd;
    private final SignedOutput output;
    private boolean isStreamTaken;
    private @Nullable EncodingWriter encoder;
    private @Nullable PrintWriter writer;
    private String writersEncoding = "";
    private long length = -1;
    private boolean isDetached;
    private volatile String trailer = "";
    private @Nullable Supplier<Map<String, String>> applicationsTrailers;

    SignedResponse(HttpServletResponse containers, SignedExchange exchange) {
        super(containers);
        this.containers = containers;
        this.exchange = exchange;
        this.atEnd = KeptResponse.of(containers);
        this.output = new SignedOutput(this, exchange.policy().maxOctets());
    }

    /** For Tomcat, what its look for its own response ends at. */
    @Override
    public ServletResponse getResponse() {
        ServletResponse below = super.getResponse();
        return below == containers ? atEnd : below;
    }

    ServletOutputStream containersOutput() throws IOException {
        return containers.getOutputStream();
    }

    // How an answer goes out

    /** The body is over, and nothing has been sent. */
    void beginWithEnd(String bodyHash) {
        boolean hasNoBody = exchange.isWithoutBody(getStatus());
        signInHeader(exchange.policy().fields(), Optional.of(hasNoBody ? HASH_OF_NOTHING : bodyHash));
        announceLength();
    }

    /** The header has to go out before the body is over. */
    void beginWithoutEnd() {
        if (exchange.isWithoutBody(getStatus())) {
            signInHeader(exchange.policy().fields(), Optional.of(HASH_OF_NOTHING));
            announceLength();
        } else if (!exchange.takesTrailers() || isDetached || !announceTrailer()) {
            signInHeader(exchange.policy().fields(), Optional.empty());
            announceLength();
        }
    }

    private void signInHeader(List<String> fields, Optional<String> bodyHash) {
        exchange.sign(containers, getStatus(), fields, bodyHash)
                .ifPresent(signature -> exchange.put(containers, signature));
    }

    /** Over HTTP/1.1 there is a trailer section only without a Content-Length, which is left out then. */
    private boolean announceTrailer() {
        try {
            containers.setTrailerFields(this::trailers);
        } catch (IllegalStateException e) {
            return false; // this connection has none
        }
        containers.addHeader("Trailer", AnswerFields.SIGNATURE);
        return true;
    }

    private Map<String, String> trailers() {
        Map<String, String> all = new HashMap<>();
        Map<String, String> applications = applicationsTrailers == null ? null : applicationsTrailers.get();
        if (applications != null) {
            all.putAll(applications);
        }
        if (!trailer.isEmpty()) { // a body that was broken off is not signed
            all.put(AnswerFields.SIGNATURE, trailer);
        }
        return all;
    }

    /** The body is over whose header is out. */
    void end(String bodyHash) {
        exchange.sign(containers, getStatus(), exchange.policy().fields(), Optional.of(bodyHash))
                .ifPresent(signature -> trailer = signature);
    }

    /** Signs what the application has answered, unless it is signed. */
    void finish() throws IOException {
        if (encoder != null && !output.isOver()) {
            encoder.end();
        }
        output.finish();
    }

    /** Leaves the answer to the container. */
    void abandon() {
        output.leave();
    }

    /** Asynchronous dispatches may lead past the filter, and nobody then says when the answer is over. */
    void detach() throws IOException {
        if (output.holdsSomething()) {
            flushBuffer();
        }
        isDetached = true;
    }

    /** It led back to the filter. */
    void attach() {
        isDetached = false;
    }

    boolean isDetached() {
        return isDetached;
    }

    // What the application says that decides when the header goes out

    @Override
    public void flushBuffer() throws IOException {
        if (output.isHolding()) {
            output.flush();
        }
        super.flushBuffer();
    }

    @Override
    public void resetBuffer() {
        super.resetBuffer(); // which complains when the header is out
        output.restartUnlessLeft();
        if (encoder != null) {
            encoder.restart();
        }
    }

    @Override
    public void reset() {
        super.reset();
        output.restart();
        isStreamTaken = false;
        encoder = null;
        writer = null;
        length = -1;
    }

    /** The page is the container's: only the status is known, and covered. */
    @Override
    public void sendError(int status, String message) throws IOException {
        leaveTo(status);
        super.sendError(status, message);
    }

    @Override
    public void sendError(int status) throws IOException {
        leaveTo(status);
        super.sendError(status);
    }

    private void leaveTo(int status) {
        if (output.isOver() || isCommitted()) {
            return;
        }
        output.leave();
        exchange.sign(containers, status, List.of(), Optional.empty())
                .ifPresent(signature -> exchange.put(containers, signature));
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        sendRedirect(location, SC_FOUND, true);
    }

    /** Servlet 6.1. */
    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    /** Servlet 6.1. */
    public void sendRedirect(String location, boolean clearsBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearsBuffer);
    }

    /** Servlet 6.1. The location stays as it is: a relative one is as good (RFC 9110 section 10.2.2). */
    public void sendRedirect(String location, int status, boolean clearsBuffer) throws IOException {
        if (isCommitted()) {
            throw new IllegalStateException("the answer is committed");
        }
        if (clearsBuffer) {
            resetBuffer();
            length = 0;
        }
        setStatus(status);
        setHeader("Location", location);
        finish();
        containers.flushBuffer();
    }

    @Override
    public void setTrailerFields(Supplier<Map<String, String>> supplier) {
        super.setTrailerFields(supplier); // which complains where there can be none
        applicationsTrailers = supplier;
    }

    // The length, which is announced only when it is known that there is no trailer section

    private void announceLength() {
        if (length >= 0) {
            containers.setContentLengthLong(length);
        }
    }

    @Override
    public void setContentLength(int octets) {
        setContentLengthLong(octets);
    }

    @Override
    public void setContentLengthLong(long octets) {
        if (output.isHolding()) {
            length = octets;
        } else {
            super.setContentLengthLong(octets);
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (!setSpecial(name, value)) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, @Nullable String value) {
        if (!setSpecial(name, value)) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    private boolean setSpecial(String name, @Nullable String value) {
        if (name.equalsIgnoreCase(CONTENT_LENGTH) && value != null) {
            try {
                setContentLengthLong(Long.parseLong(value));
                return true;
            } catch (NumberFormatException e) {
                return false;
            }
        }
        if (name.equalsIgnoreCase(CONTENT_TYPE) && value != null) {
            setContentType(value);
            return true;
        }
        return false;
    }

    // The stream, or the writer

    @Override
    public ServletOutputStream getOutputStream() {
        if (writer != null) {
            throw new IllegalStateException("getWriter() was called before");
        }
        isStreamTaken = true;
        return output;
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (isStreamTaken) {
            throw new IllegalStateException("getOutputStream() was called before");
        }
        if (writer == null) {
            String name = getCharacterEncoding();
            encoder = new EncodingWriter(output, charset(name));
            super.setCharacterEncoding(name); // as containers do, who would not know of a writer that is not theirs
            writersEncoding = name;
            writer = new PrintWriter(encoder);
        }
        return writer;
    }

    private static Charset charset(String name) throws UnsupportedEncodingException {
        try {
            return Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedEncodingException(name);
        }
    }

    // Servlet 6.0, getWriter: the encoding stays what it was then

    @Override
    public void setContentType(@Nullable String type) {
        super.setContentType(type);
        keepEncoding();
    }

    @Override
    public void setLocale(Locale locale) {
        super.setLocale(locale);
        keepEncoding();
    }

    @Override
    public void setCharacterEncoding(@Nullable String name) {
        if (writer == null) {
            super.setCharacterEncoding(name);
        }
    }

    /** Servlet 6.1. */
    public void setCharacterEncoding(@Nullable Charset charset) {
        setCharacterEncoding(charset == null ? null : charset.name());
    }

    private void keepEncoding() {
        if (writer != null) {
            super.setCharacterEncoding(writersEncoding);
        }
    }
}
