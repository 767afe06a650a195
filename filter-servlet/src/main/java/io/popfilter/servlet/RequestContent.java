// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.body.Body;
import io.popfilter.body.HeldBody;
import io.popfilter.body.StreamedBody;
import io.popfilter.reject.Rejection;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signed body of one request, and what is parsed from it: one for all dispatches of the request, which share the one
 * stream of a streamed body and the files of a long one.
 */
final class RequestContent implements AutoCloseable {

    private final Body body;
    private final FormPolicy policy;
    private @Nullable Multipart multipart;
    private @Nullable Rejection failure;
    private boolean isLogged;

    RequestContent(Body body, FormPolicy policy) {
        this.body = body;
        this.policy = policy;
    }

    /** A stream of the body: a new one of a held body, the one that there is of a streamed body. */
    ServletInputStream stream(HttpServletRequest containers) throws IOException {
        return body instanceof StreamedBody streamed
                ? new StreamedInputStream(streamed, containers.getInputStream())
                : new HeldInputStream(body.open(), ((HeldBody) body).length(), containers);
    }

    /** Adds the fields of a form, all of which was checked. */
    synchronized void addForm(Charset charset, Parameters parameters) throws IOException, Rejection {
        try (InputStream stream = body.open()) {
            byte[] form = stream.readNBytes(policy.maxFormOctets());
            if (stream.read() >= 0) { // reading to the end is what proves a streamed body
                throw Forms.tooLarge(policy.maxFormOctets());
            }
            Forms.parse(new String(form, charset), charset, policy.maxParts(), parameters);
        } catch (Rejection e) {
            failure = e;
            throw e;
        }
    }

    /** The parts of a multipart body, all of which was checked. */
    synchronized Multipart multipart(HttpServletRequest request) throws IOException, Rejection {
        if (multipart == null) {
            try {
                multipart = Multipart.parse(body.open(), request, policy);
            } catch (Rejection e) {
                failure = e;
                throw e;
            }
        }
        return multipart;
    }

    /** Whether the application reads the body before it is checked. */
    boolean isStreamed() {
        return body instanceof StreamedBody;
    }

    /** Why the application could not have the body, or what is in it. */
    synchronized Optional<Rejection> failure() {
        return body instanceof StreamedBody streamed && streamed.rejection().isPresent()
                ? streamed.rejection()
                : Optional.ofNullable(failure);
    }

    /** The same, for whoever asks first: it is logged once. */
    synchronized Optional<Rejection> failureToLog() {
        Optional<Rejection> toLog = isLogged ? Optional.empty() : failure();
        isLogged |= toLog.isPresent();
        return toLog;
    }

    /** Whether nobody knows if the body is the signed one, since its end was not read. */
    boolean isUnchecked() {
        return body instanceof StreamedBody streamed && streamed.state() == StreamedBody.State.PENDING;
    }

    @Override
    public synchronized void close() {
        body.close();
        if (multipart != null) {
            multipart.close();
        }
    }
}
