// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** The request to a signed answer: who answers it later answers through us, and tells us of the end. */
final class AnsweredRequest extends HttpServletRequestWrapper {

    private final SignedResponse response;

    AnsweredRequest(HttpServletRequest request, SignedResponse response) {
        super(request);
        this.response = response;
    }

    /** With our response in place of the container's own, which would pass the signature by. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse answer) {
        return new AnsweredAsyncContext(super.startAsync(request, answer), response);
    }

    @Override
    public AsyncContext getAsyncContext() {
        return new AnsweredAsyncContext(super.getAsyncContext(), response);
    }
}
