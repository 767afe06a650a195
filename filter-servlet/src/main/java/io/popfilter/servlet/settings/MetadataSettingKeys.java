// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The keys about the metadata that this server publishes of itself (RFC 9728). */
public final class MetadataSettingKeys {

    /** Whether metadata is published. */
    public enum Publication {
        /** It is not. */
        OFF,
        /** It is, without credentials, at the well-known address of {@code resource}. */
        ON
    }

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<Publication> METADATA = TABLE.withDefault(
            "metadata",
            "off",
            Parser.oneOf(List.of(Publication.values()), on -> on == Publication.OFF ? "off" : "on"),
            "Whether this server publishes its metadata (RFC 9728), and challenges say where.");

    public static final SettingKey<Optional<String>> NAME =
            TABLE.optional("metadata.name", PlainText::line, "Name of this server for people: resource_name.");

    public static final SettingKey<Optional<URI>> DOCUMENTATION =
            TABLE.optional("metadata.documentation", UriText::page, "Page for developers: resource_documentation.");

    public static final SettingKey<Optional<URI>> POLICY = TABLE.optional(
            "metadata.policy", UriText::page, "Page that says how data may be used: resource_policy_uri.");

    public static final SettingKey<Optional<URI>> TERMS =
            TABLE.optional("metadata.terms", UriText::page, "Page with the terms of service: resource_tos_uri.");

    private MetadataSettingKeys() {}
}
