// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.http.PathPattern;
import io.popfilter.tls.BindingType;
import java.util.List;
import java.util.Locale;

/** The keys about TLS connections: channel bindings, and who tells of them. */
public final class ChannelSettingKeys {

    /** What becomes of channel bindings. */
    public enum Demand {
        /** A request that has one is refused. */
        OFF,
        /** One that is there is compared. */
        OPTIONAL,
        /** Every request has to have one. */
        REQUIRED
    }

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<Demand> CHANNEL_BINDING = TABLE.withDefault(
            "channel-binding",
            "off",
            Parser.oneOf(List.of(Demand.values()), demand -> demand.name().toLowerCase(Locale.ROOT)),
            "Whether requests may, or must, be signed for the TLS connection that they come on.");

    public static final SettingKey<List<PathPattern>> REQUIRED_FOR = TABLE.withDefault(
            "channel-binding.required-for",
            "",
            Parser.listOf(PathPatternText::parse),
            "Path patterns of requests that must be, where others may.");

    public static final SettingKey<List<BindingType>> TYPES = TABLE.withDefault(
            "channel-binding.types",
            "tls-exporter",
            Parser.nonEmptyListOf(Parser.oneOf(List.of(BindingType.values()), BindingType::toString)),
            "Channel bindings that are compared.");

    public static final SettingKey<List<Location>> SERVER_CERTIFICATES = TABLE.withDefault(
            "channel-binding.server-certificates",
            "",
            Parser.listOf(Location::parse),
            "Locations of the certificates that clients see, in PEM; when none, the container is asked.");

    private ChannelSettingKeys() {}
}
