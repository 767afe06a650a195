// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.coverage.Hidden;
import io.popfilter.reject.Rejection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request without the header fields and the part of its query that are hidden. */
class VisibleRequest extends HttpServletRequestWrapper {

    private final Hidden hidden;

    VisibleRequest(HttpServletRequest request, Hidden hidden) {
        super(request);
        this.hidden = hidden;
    }

    /** The container's parameters, of query, body and dispatches, without those of the query that are hidden. */
    final Map<String, String[]> withoutHidden(Map<String, String[]> parameters) {
        if (hidden.query().isEmpty()) {
            return parameters;
        }
        // a name of which a value is signed has no unsigned ones
        Map<String, String[]> toHide = inQuery(hidden.query().get().received());
        toHide.keySet().removeAll(inQuery(hidden.query().get().visible()).keySet());
        Map<String, String[]> visible = new LinkedHashMap<>(parameters);
        toHide.forEach((name, values) -> visible.computeIfPresent(name, (same, all) -> without(values, all)));
        return Collections.unmodifiableMap(visible);
    }

    private static String @Nullable [] without(String[] hiddenValues, String[] all) {
        List<String> left = new ArrayList<>(Arrays.asList(all));
        for (String value : hiddenValues) {
            if (!left.remove(value) && !left.isEmpty()) {
                left.remove(0); // one that the container decodes in another way: those of the query come first
            }
        }
        return left.isEmpty() ? null : left.toArray(new String[0]);
    }

    private static Map<String, String[]> inQuery(String query) {
        Parameters parameters = new Parameters();
        try {
            Forms.parse(query, StandardCharsets.UTF_8, Integer.MAX_VALUE, parameters);
        } catch (Rejection e) {
            throw new IllegalStateException("a query that was read before", e);
        }
        return new LinkedHashMap<>(parameters.toMap());
    }

    @Override
    public @Nullable String getQueryString() {
        String query = super.getQueryString();
        if (hidden.query().isEmpty() || !hidden.query().get().received().equals(query)) {
            return query; // or it is one that the application gave to a dispatcher
        }
        String visible = hidden.query().get().visible();
        return visible.isEmpty() ? null : visible;
    }

    private boolean isHidden(String name) {
        return !hidden.fields().isEmpty() && hidden.fields().contains(name.toLowerCase(Locale.ROOT));
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
