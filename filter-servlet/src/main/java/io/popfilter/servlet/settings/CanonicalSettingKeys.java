// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import io.popfilter.coverage.UnsignedParts;
import io.popfilter.http.Allowance;
import java.util.List;

/** The keys about header fields that have to be signed, and about the form in which a request is signed. */
public final class CanonicalSettingKeys {

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<List<String>> REQUIRED_HEADERS = TABLE.withDefault(
            "coverage.required-headers",
            "",
            Parser.listOf(HeaderText::coverable),
            "Headers that every request must have and its proof must cover.");

    public static final SettingKey<List<String>> SENSITIVE_HEADERS = TABLE.withDefault(
            "coverage.sensitive-headers",
            "",
            Parser.listOf(HeaderText::coverable),
            "Headers that a proof must cover when they are present, besides those that it always must.");

    public static final SettingKey<UnsignedParts> UNSIGNED_PARTS = TABLE.withDefault(
            "unsigned-parts",
            "show",
            Parser.oneOf(List.of(UnsignedParts.values()), parts -> parts == UnsignedParts.SHOWN ? "show" : "hide"),
            "Whether the application sees what a proof need not cover and does not.");

    public static final SettingKey<List<Allowance>> ALLOW = TABLE.withDefault(
            "canonical.allow",
            "",
            Parser.listOf(Parser.oneOf(List.of(Allowance.values()), Allowance::toString)),
            "Departures from the rules by which requests are signed; clients must sign by the same.");

    public static final SettingKey<List<String>> LIST_HEADERS = TABLE.withDefault(
            "canonical.list-headers",
            "",
            Parser.listOf(HeaderText::list),
            "Headers whose several lines are signed as one list.");

    private CanonicalSettingKeys() {}
}
