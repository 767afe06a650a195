// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.servlet.tls.ForwardedFields;
import io.popfilter.servlet.tls.ForwardedTls;
import io.popfilter.servlet.tls.Hop;
import io.popfilter.servlet.tls.TlsSource;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateThumbprint;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts the values of {@code tls.*} together. Relies on {@link TlsContradictions}: there is one way to know the proxy. */
final class ForwardedTlsSettings {

    private ForwardedTlsSettings() {}

    static Optional<TlsSource> read(Settings settings) {
        return switch (settings.value(TlsSettingKeys.SOURCE)) {
            case DIRECT -> Optional.empty();
            case FORWARDED -> Optional.of(new ForwardedTls(hop(settings), fields(settings)));
        };
    }

    private static Hop hop(Settings settings) {
        List<CertificateThumbprint> pinned = settings.value(TlsSettingKeys.PROXY_CERTIFICATES);
        if (!pinned.isEmpty()) {
            return new Hop.PinnedProxy(Set.copyOf(pinned));
        }
        Optional<String> secretField = settings.value(TlsSettingKeys.SECRET_HEADER);
        if (secretField.isPresent()) {
            return new Hop.SharedSecret(
                    secretField.get(), settings.value(TlsSettingKeys.SECRET).orElseThrow());
        }
        return switch (settings.value(TlsSettingKeys.HOP).orElseThrow()) {
            case PRIVATE -> new Hop.PrivateListener();
        };
    }

    private static ForwardedFields fields(Settings settings) {
        Map<BindingType, String> bindings = new EnumMap<>(BindingType.class);
        for (BindingType type : BindingType.values()) {
            settings.value(TlsSettingKeys.field(type)).ifPresent(name -> bindings.put(type, name));
        }
        return new ForwardedFields(
                settings.value(TlsSettingKeys.CLIENT_CERTIFICATE)
                        .map(name -> new ForwardedFields.Certificate(
                                name, settings.value(TlsSettingKeys.CLIENT_CERTIFICATE_FORM))),
                bindings);
    }
}
