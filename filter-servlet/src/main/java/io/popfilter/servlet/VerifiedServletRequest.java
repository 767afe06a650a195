// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.PopPrincipal;
import io.popfilter.VerifiedRequest;
import io.popfilter.reject.Rejection;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request as the application gets it: with its principal, and with the body that was or is checked. */
final class VerifiedServletRequest extends VisibleRequest {

    private final HttpServletRequest containers;
    private final PopPrincipal principal;
    private final String rolesClaim;
    private final Optional<RequestContent> content;
    private @Nullable ServletInputStream stream;
    private @Nullable BufferedReader reader;
    private @Nullable Map<String, String[]> parameters;

    /**
     * Wraps a request.
     *
     * @param content nothing when the body is not covered: then it is left to the container
     */
    VerifiedServletRequest(
            HttpServletRequest request, VerifiedRequest verified, String rolesClaim, Optional<RequestContent> content) {
        super(request, verified.coverage().hidden());
        this.containers = request;
        this.principal = verified.principal();
        this.rolesClaim = rolesClaim;
        this.content = content;
    }

    @Override
    public Principal getUserPrincipal() {
        return principal;
    }

    @Override
    public String getRemoteUser() {
        return principal.getName();
    }

    @Override
    public String getAuthType() {
        return principal.scheme();
    }

    @Override
    public boolean isUserInRole(String role) {
        return Roles.of(principal.claims().get(rolesClaim)).contains(role);
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        if (content.isEmpty()) {
            return super.getInputStream();
        }
        if (reader != null) {
            throw new IllegalStateException("getReader() was called before");
        }
        if (stream == null) {
            stream = content.get().stream(containers);
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (content.isEmpty()) {
            return super.getReader();
        }
        if (stream != null) {
            throw new IllegalStateException("getInputStream() was called before");
        }
        if (reader == null) {
            Charset charset = charset(StandardCharsets.ISO_8859_1);
            reader = new BufferedReader(new InputStreamReader(content.get().stream(containers), charset));
        }
        return reader;
    }

    private Charset charset(Charset whenNotSaid) throws UnsupportedEncodingException {
        String name = getCharacterEncoding();
        try {
            return name == null ? whenNotSaid : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            throw new UnsupportedEncodingException(name);
        }
    }

    /** Trailer fields cannot be signed; behind a body that was, they would pass for a part of it. */
    @Override
    public Map<String, String> getTrailerFields() {
        return content.isEmpty() ? super.getTrailerFields() : Map.of();
    }

    @Override
    public boolean isTrailerFieldsReady() {
        return content.isPresent() || super.isTrailerFieldsReady();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        String type = getContentType();
        boolean isInBody = content.isPresent() && (Forms.isForm(type) || Forms.isMultipart(type));
        // the container would look for more of them in a body that nobody has checked yet
        boolean isBodyOpen = content.isPresent() && content.get().isStreamed();
        if (!isInBody && !isBodyOpen) {
            return withoutHidden(super.getParameterMap());
        }
        if (parameters == null) {
            try {
                parameters = parameters(isInBody);
            } catch (IOException | Rejection e) {
                // Servlet 6.1, getParameter: "if parsing the parameters fails"
                throw new IllegalStateException("the parameters in the body cannot be read: " + e.getMessage(), e);
            }
        }
        return parameters;
    }

    /** Of the query too: the container would look for the rest in a body that it no longer has, or has not checked. */
    private Map<String, String[]> parameters(boolean isInBody) throws IOException, Rejection {
        Parameters all = new Parameters();
        String query = Objects.requireNonNullElse(getQueryString(), "");
        Forms.parse(query, StandardCharsets.UTF_8, Integer.MAX_VALUE, all);
        if (isInBody && stream == null && reader == null) { // a body that is read as a stream is no form
            RequestContent body = content.orElseThrow();
            Charset charset = charset(StandardCharsets.UTF_8);
            if (Forms.isForm(getContentType())) {
                body.addForm(charset, all);
            } else {
                body.multipart(containers).addTo(all, charset);
            }
        }
        return all.toMap();
    }

    @Override
    public @Nullable String getParameter(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : values[0];
    }

    @Override
    public Enumeration<String> getParameterNames() {
        return Collections.enumeration(getParameterMap().keySet());
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
        String[] values = getParameterMap().get(name);
        return values == null ? null : Arrays.copyOf(values, values.length);
    }

    @Override
    public Collection<Part> getParts() throws IOException, ServletException {
        if (content.isEmpty()) {
            return super.getParts();
        }
        if (!Forms.isMultipart(getContentType())) {
            throw new ServletException("the content type is not multipart/form-data");
        }
        try {
            return List.copyOf(content.get().multipart(containers).parts());
        } catch (Rejection e) {
            throw new IllegalStateException("the parts of the body cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public @Nullable Part getPart(String name) throws IOException, ServletException {
        for (Part part : getParts()) {
            if (part.getName().equals(name)) {
                return part;
            }
        }
        return null;
    }
}
