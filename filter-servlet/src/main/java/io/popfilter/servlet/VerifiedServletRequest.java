// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.PopPrincipal;
import io.popfilter.VerifiedRequest;
import io.popfilter.http.Body;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
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
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request as the application gets it: with its principal, and with the body that was checked. */
final class VerifiedServletRequest extends HttpServletRequestWrapper {

    private final PopPrincipal principal;
    private final String rolesClaim;
    private final Optional<Body> body;
    private @Nullable BodyInputStream stream;
    private @Nullable BufferedReader reader;
    private @Nullable Map<String, String[]> parameters;

    VerifiedServletRequest(HttpServletRequest request, VerifiedRequest verified, String rolesClaim) {
        super(request);
        this.principal = verified.principal();
        this.rolesClaim = rolesClaim;
        this.body = verified.body();
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
        if (body.isEmpty()) {
            return super.getInputStream();
        }
        if (reader != null) {
            throw new IllegalStateException("getReader() was called before");
        }
        if (stream == null) {
            stream = new BodyInputStream(body.get().open(), this);
        }
        return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        if (body.isEmpty()) {
            return super.getReader();
        }
        if (stream != null) {
            throw new IllegalStateException("getInputStream() was called before");
        }
        if (reader == null) {
            reader = new BufferedReader(new InputStreamReader(body.get().open(), charset(StandardCharsets.ISO_8859_1)));
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
        return body.isEmpty() ? super.getTrailerFields() : Map.of();
    }

    @Override
    public boolean isTrailerFieldsReady() {
        return body.isPresent() || super.isTrailerFieldsReady();
    }

    @Override
    public Map<String, String[]> getParameterMap() {
        if (body.isEmpty() || !FormParameters.isForm(getContentType())) {
            return super.getParameterMap();
        }
        if (parameters == null) {
            // Servlet 6.0 section 3.1: the query's values first; and a body that is read as a stream is no form
            Map<String, String[]> query = super.getParameterMap();
            parameters = stream == null && reader == null ? withForm(query) : query;
        }
        return parameters;
    }

    private Map<String, String[]> withForm(Map<String, String[]> query) {
        try {
            Charset charset = charset(StandardCharsets.UTF_8);
            return FormParameters.merge(
                    query, new String(body.orElseThrow().open().readAllBytes(), charset), charset);
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException("the form's character encoding is not supported", e);
        }
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
        refuseMultipart();
        return super.getParts();
    }

    @Override
    public Part getPart(String name) throws IOException, ServletException {
        refuseMultipart();
        return super.getPart(name);
    }

    private void refuseMultipart() throws ServletException {
        if (body.isPresent()) {
            throw new ServletException(
                    "the body was read to check its signature, and this version of popfilter does not"
                            + " parse multipart bodies: read it from getInputStream(), or relax body coverage for this route");
        }
    }
}
