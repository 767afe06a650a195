// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.coverage.Hidden;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request without the header fields and the part of its query that are hidden. */
class VisibleRequest extends HttpServletRequestWrapper {

    private final Hidden hidden;
    private final Optional<String> receivedQuery;

    VisibleRequest(HttpServletRequest request, Hidden hidden) {
        super(request);
        this.hidden = hidden;
        this.receivedQuery = Optional.ofNullable(request.getQueryString());
    }

    /** Whether parameters of the container's are not to be shown, since some of the query's are hidden. */
    final boolean hidesParameters() {
        return hidden.visibleQuery().isPresent();
    }

    @Override
    public @Nullable String getQueryString() {
        String query = super.getQueryString();
        if (hidden.visibleQuery().isEmpty() || !Optional.ofNullable(query).equals(receivedQuery)) {
            return query; // or it is one that the application gave to a dispatcher
        }
        String visible = hidden.visibleQuery().get();
        return visible.isEmpty() ? null : visible;
    }

    private boolean isHidden(String name) {
        return hidden.fields().contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> visible = Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !isHidden(name))
                .toList();
        return Collections.enumeration(visible);
    }

    @Override
    public long getDateHeader(String name) {
        return isHidden(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public int getIntHeader(String name) {
        return isHidden(name) ? -1 : super.getIntHeader(name);
    }
}
