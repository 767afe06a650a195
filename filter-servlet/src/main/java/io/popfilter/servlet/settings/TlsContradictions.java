// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.TlsSettingKeys.CLIENT_CERTIFICATE;
import static io.popfilter.servlet.settings.TlsSettingKeys.CLIENT_CERTIFICATE_FORM;
import static io.popfilter.servlet.settings.TlsSettingKeys.EXPORTER;
import static io.popfilter.servlet.settings.TlsSettingKeys.HOP;
import static io.popfilter.servlet.settings.TlsSettingKeys.PROXY_CERTIFICATES;
import static io.popfilter.servlet.settings.TlsSettingKeys.SECRET;
import static io.popfilter.servlet.settings.TlsSettingKeys.SECRET_HEADER;
import static io.popfilter.servlet.settings.TlsSettingKeys.SERVER_END_POINT;
import static io.popfilter.servlet.settings.TlsSettingKeys.SOURCE;
import static io.popfilter.servlet.settings.TlsSettingKeys.UNIQUE;

import io.popfilter.scheme.SchemeName;
import io.popfilter.tls.BindingType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds contradictions among the settings about who tells of TLS connections. */
final class TlsContradictions {

    private static final List<SettingKey<?>> WAYS_TO_KNOW_THE_PROXY = List.of(PROXY_CERTIFICATES, SECRET_HEADER, HOP);
    private static final List<SettingKey<Optional<String>>> FIELDS =
            List.of(CLIENT_CERTIFICATE, EXPORTER, SERVER_END_POINT, UNIQUE, SECRET_HEADER);

    private final Contradictions all;

    TlsContradictions(Contradictions all) {
        this.all = all;
    }

    void check() {
        if (all.isSetTo(TlsSettingKeys.Source.DIRECT, SOURCE)) {
            TlsSettingKeys.TABLE.keys().stream()
                    .filter(key -> !key.equals(SOURCE)
                            && all.isWritten(key)
                            && all.value(key).isPresent())
                    .forEach(key -> all.add(
                            key,
                            "is never read with " + SOURCE + " = direct",
                            "set " + SOURCE + " = forwarded, or remove the key"));
        } else if (all.isSetTo(TlsSettingKeys.Source.FORWARDED, SOURCE)) {
            requireOneWayToKnowTheProxy();
            requireWhatIsCompared();
            requireDifferentFields();
        }
    }

    private void requireOneWayToKnowTheProxy() {
        List<SettingKey<?>> ways =
                WAYS_TO_KNOW_THE_PROXY.stream().filter(this::isGiven).toList();
        if (ways.isEmpty()) {
            all.add(
                    SOURCE,
                    "needs a way to know the proxy",
                    "set " + PROXY_CERTIFICATES + ", " + SECRET_HEADER + " or " + HOP);
        }
        ways.stream()
                .skip(1)
                .forEach(key -> all.add(
                        key, "is a second way to know the proxy, besides " + ways.get(0), "keep one of the two"));
        if (all.isWritten(SECRET_HEADER)) {
            all.requireBeside(SECRET_HEADER, SECRET, "");
        } else if (all.isWritten(SECRET)) {
            all.requireBeside(SECRET, SECRET_HEADER, "");
        }
    }

    /** A list can be emptied by a source that counts more than the file. */
    private boolean isGiven(SettingKey<?> key) {
        return all.isWritten(key) && !all.value(key).equals(Optional.of(List.of()));
    }

    /** What is compared and nobody tells would refuse every request that relies on it. */
    private void requireWhatIsCompared() {
        if (isGiven(ChannelSettingKeys.SERVER_CERTIFICATES) && all.isWritten(SERVER_END_POINT)) {
            all.add(
                    ChannelSettingKeys.SERVER_CERTIFICATES,
                    "says what " + SERVER_END_POINT + " lets the proxy say",
                    "keep one of the two");
        }
        if (all.isWritten(CLIENT_CERTIFICATE_FORM)) {
            all.requireBeside(CLIENT_CERTIFICATE_FORM, CLIENT_CERTIFICATE, "");
        }
        if (all.value(SettingKey.SCHEMES).orElse(List.of()).contains(SchemeName.MTLS)) {
            all.requireBeside(SettingKey.SCHEMES, CLIENT_CERTIFICATE, " for mTLS from a proxy");
        }
        if (!all.isSetTo(ChannelSettingKeys.Demand.OFF, ChannelSettingKeys.CHANNEL_BINDING)) {
            for (BindingType type : all.value(ChannelSettingKeys.TYPES).orElse(List.of())) {
                boolean isConfigured =
                        type == BindingType.TLS_SERVER_END_POINT && isGiven(ChannelSettingKeys.SERVER_CERTIFICATES);
                if (!isConfigured) {
                    all.requireBeside(ChannelSettingKeys.TYPES, TlsSettingKeys.field(type), " from a proxy");
                }
            }
        }
        if (FIELDS.stream().noneMatch(key -> !key.equals(SECRET_HEADER) && all.isWritten(key))) {
            all.add(SOURCE, "needs something that the proxy tells", "set " + CLIENT_CERTIFICATE + " or " + EXPORTER);
        }
    }

    private void requireDifferentFields() {
        Set<String> names = new HashSet<>();
        for (SettingKey<Optional<String>> key : FIELDS) {
            all.value(key)
                    .flatMap(name -> name)
                    .filter(name -> !names.add(name))
                    .ifPresent(
                            name -> all.add(key, "names a header that says something else", "give it one of its own"));
        }
    }
}
