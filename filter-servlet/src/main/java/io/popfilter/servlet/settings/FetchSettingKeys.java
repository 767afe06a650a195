// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.time.Duration;

/** The keys about what this server fetches: JWK Sets, of the issuer and of others, and answers of introspection. */
public final class FetchSettingKeys {

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<Duration> KEYS_MAX_AGE = TABLE.withDefault(
            "token.verification-keys-max-age",
            "PT1H",
            Quantity.duration("PT10S", "PT24H"),
            "How long fetched keys are used before they are fetched again.");

    public static final SettingKey<Duration> KEYS_STALE_FOR = TABLE.withDefault(
            "token.verification-keys-stale-for",
            "PT24H",
            Quantity.duration("PT0S", "PT168H"),
            "How long after that they stay in force when they cannot be fetched.");

    public static final SettingKey<Duration> KEYS_MIN_INTERVAL = TABLE.withDefault(
            "token.verification-keys-min-interval",
            "PT10S",
            Quantity.duration("PT1S", "PT10M"),
            "The least time between two fetches of the same keys, whatever asks; not more than"
                    + " token.verification-keys-max-age.");

    public static final SettingKey<Duration> CONNECT_TIMEOUT = TABLE.withDefault(
            "fetch.connect-timeout",
            "PT2S",
            Quantity.duration("PT0.1S", "PT30S"),
            "How long connecting may take, TLS included; not more than fetch.timeout.");

    public static final SettingKey<Duration> TIMEOUT = TABLE.withDefault(
            "fetch.timeout",
            "PT5S",
            Quantity.duration("PT0.1S", "PT60S"),
            "How long a fetch may take, from connecting to the last byte.");

    public static final SettingKey<Integer> MAX_BYTES = TABLE.withDefault(
            "fetch.max-bytes",
            "256KiB",
            Quantity.arrayBytes(1 << 10, 16 << 20),
            "The longest document that is fetched.");

    private FetchSettingKeys() {}
}
