// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.tls;

import io.popfilter.parse.MalformedException;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.ForwardedBinding;
import io.popfilter.tls.TlsConnection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The TLS connection that ends in a proxy, as the proxy tells of it in header fields. The connection between the proxy and
 * this container is another one, and never stands in for it.
 *
 * <p>A field counts only when it is certain that the proxy sent the request, and when it is on one line and says exactly one
 * thing. The proxy has to set or delete each of them, or its clients could.
 */
public final class ForwardedTls implements TlsSource {

    private static final String EARLY_DATA = "early-data"; // RFC 8470 section 5.1

    private final Hop hop;
    private final ForwardedFields fields;

    /** Believes what is said in these fields by whoever is known in this way. */
    public ForwardedTls(Hop hop, ForwardedFields fields) {
        this.hop = hop;
        this.fields = fields;
    }

    @Override
    public TlsConnection of(HttpServletRequest request) {
        return new Connection(hop, fields, request);
    }

    /** The proof of the proxy; and whatever the fields say, when it is not certain that the proxy says it. */
    @Override
    public Set<String> hiddenFields(HttpServletRequest request) {
        Set<String> hidden = new HashSet<>(hop.secretFields());
        if (hop.doubt(request).isPresent()) {
            hidden.addAll(fields.names());
        }
        return hidden;
    }

    private record Connection(Hop hop, ForwardedFields fields, HttpServletRequest request) implements TlsConnection {

        private interface Reader<T> {
            T read(String line) throws MalformedException;
        }

        @Override
        public ChannelBinding binding(BindingType type) {
            String name = fields.bindings().get(type);
            if (name == null) {
                return new ChannelBinding.Unavailable("the proxy has no field for it");
            }
            try {
                return read(name, line -> ForwardedBinding.read(type, line));
            } catch (MalformedException e) {
                return new ChannelBinding.Unavailable(e.defect());
            }
        }

        @Override
        public Optional<CertificateThumbprint> clientCertificate() {
            try {
                return Optional.of(certificate());
            } catch (MalformedException e) {
                return Optional.empty();
            }
        }

        @Override
        public String whyNoCertificate() {
            try {
                return certificate().value();
            } catch (MalformedException e) {
                return "none: " + e.defect();
            }
        }

        private CertificateThumbprint certificate() throws MalformedException {
            ForwardedFields.Certificate field =
                    fields.certificate().orElseThrow(() -> new MalformedException("the proxy has no field for it"));
            return read(field.name(), field.form()::thumbprint);
        }

        private <T> T read(String name, Reader<T> reader) throws MalformedException {
            Optional<String> doubt = hop.doubt(request);
            if (doubt.isPresent()) {
                throw new MalformedException("the request may not be from the proxy, " + doubt.get());
            }
            List<String> lines = Lines.of(request, name);
            if (lines.size() != 1) {
                throw new MalformedException(name + " is on " + lines.size() + " lines");
            }
            try {
                return reader.read(lines.get(0));
            } catch (MalformedException e) {
                throw new MalformedException(name + ": " + e.defect());
            }
        }

        /** Whoever says so: nobody gains by it. RFC 8470 section 5.1: anything in the field means 1. */
        @Override
        public boolean mayBeEarlyData() {
            return !Lines.of(request, EARLY_DATA).isEmpty();
        }
    }
}
