// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.answer.AnswerFields;
import java.util.List;
import java.util.Optional;

/** The keys about signed answers. */
public final class ResponseSettingKeys {

    /** Whether answers are signed. */
    public enum Signing {
        /** They are not. */
        OFF,
        /** Those are that a client asked to be. */
        ON
    }

    /** 16 MiB: each request that asks may take it. */
    private static final int MOST_HELD = 16 << 20;

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<Signing> SIGNING = TABLE.withDefault(
            "response-signing",
            "off",
            Parser.oneOf(List.of(Signing.values()), on -> on == Signing.OFF ? "off" : "on"),
            "Whether answers are signed for clients that ask for it.");

    public static final SettingKey<Optional<Location>> KEY = TABLE.secret(
            "response-signing.key",
            Location::parse,
            "Location of the private JWK that signs answers to clients who share no secret with this server.");

    public static final SettingKey<List<String>> HEADERS = TABLE.withDefault(
            "response-signing.headers",
            String.join(" ", AnswerFields.USUALLY_COVERED),
            Parser.listOf(HeaderText::coverableInAnswer),
            "Headers of answers that the signature covers, whether they are there or not.");

    public static final SettingKey<Integer> MAX_BYTES = TABLE.withDefault(
            "response-signing.max-bytes",
            "64KiB",
            Quantity.arrayBytes(0, MOST_HELD),
            "The longest body of an answer that is held until it is signed in the header.");

    private ResponseSettingKeys() {}
}
