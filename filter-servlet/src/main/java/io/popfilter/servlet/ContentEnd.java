// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;

/** Lets go of what a request's body occupies, once the request is over, and says in the log how it ended if not well. */
final class ContentEnd implements AsyncListener {

    private final RequestContent content;
    private final RefusalLog log;
    private final String description;

    /** Of a request that the application has not seen yet: an asynchronous one may be over, and another's, when it returns. */
    ContentEnd(RequestContent content, RefusalLog log, HttpServletRequest request) {
        this.content = content;
        this.log = log;
        this.description = RefusalLog.describe(request);
    }

    /** At once, or when the request is no longer asynchronous. */
    void when(HttpServletRequest request) {
        if (!isAwaited(request)) {
            end();
        }
    }

    private boolean isAwaited(HttpServletRequest request) {
        try {
            if (!request.isAsyncStarted()) {
                return false;
            }
            request.getAsyncContext().addListener(this);
            return true;
        } catch (IllegalStateException e) {
            return false; // it is over by now
        }
    }

    private void end() {
        content.failureToLog().ifPresent(failure -> log.refused(description, failure));
        if (content.isUnchecked()) {
            log.notChecked(description);
        }
        content.close();
    }

    @Override
    public void onComplete(AsyncEvent event) {
        end();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // onComplete follows
    }

    @Override
    public void onError(AsyncEvent event) {
        // onComplete follows
    }

    /** Listeners are forgotten when a request becomes asynchronous once more (Servlet 6.0 section 2.3.3.3). */
    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
