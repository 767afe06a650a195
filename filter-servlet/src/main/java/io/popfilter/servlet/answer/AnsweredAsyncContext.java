// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;

/** An asynchronous context that has the answer signed before it is over: behind {@code complete} nobody can write. */
final class AnsweredAsyncContext implements AsyncContext {

    private final AsyncContext containers;
    private final SignedResponse response;

    AnsweredAsyncContext(AsyncContext containers, SignedResponse response) {
        this.containers = containers;
        this.response = response;
    }

    @Override
    public void complete() {
        try {
            response.finish();
        } catch (IOException e) {
            response.abandon(); // nobody is there any more
        } finally {
            containers.complete();
        }
    }

    @Override
    public void dispatch() {
        detach();
        containers.dispatch();
    }

    @Override
    public void dispatch(String path) {
        detach();
        containers.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext context, String path) {
        detach();
        containers.dispatch(context, path);
    }

    /** It may lead past the filter. */
    private void detach() {
        try {
            response.detach();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public ServletRequest getRequest() {
        return containers.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return containers.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return containers.hasOriginalRequestAndResponse();
    }

    @Override
    public void start(Runnable work) {
        containers.start(work);
    }

    @Override
    public void addListener(AsyncListener listener) {
        containers.addListener(new Listener(listener));
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse answer) {
        containers.addListener(new Listener(listener), request, answer);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return containers.createListener(type);
    }

    @Override
    public void setTimeout(long milliseconds) {
        containers.setTimeout(milliseconds);
    }

    @Override
    public long getTimeout() {
        return containers.getTimeout();
    }

    /** Tells of this context instead of the container's, which the listener may complete. */
    private final class Listener implements AsyncListener {

        private final AsyncListener listener;

        private Listener(AsyncListener listener) {
            this.listener = listener;
        }

        private AsyncEvent ours(AsyncEvent event) {
            return new AsyncEvent(
                    new AnsweredAsyncContext(event.getAsyncContext(), response),
                    event.getSuppliedRequest(),
                    event.getSuppliedResponse(),
                    event.getThrowable());
        }

        @Override
        public void onComplete(AsyncEvent event) throws IOException {
            listener.onComplete(ours(event));
        }

        @Override
        public void onTimeout(AsyncEvent event) throws IOException {
            listener.onTimeout(ours(event));
        }

        @Override
        public void onError(AsyncEvent event) throws IOException {
            listener.onError(ours(event));
        }

        @Override
        public void onStartAsync(AsyncEvent event) throws IOException {
            listener.onStartAsync(ours(event));
        }
    }
}
