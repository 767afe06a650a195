// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.http.PathPattern;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys about bodies: how much is read to be checked, where it is meanwhile, and what is parsed from it. */
public final class BodySettingKeys {

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<Long> MAX_BYTES = TABLE.withDefault(
            "body.max-bytes",
            "1MiB",
            Quantity.bytes(0, Quantity.MAX_FILE_BYTES),
            "The longest body that is read to be compared with a proof.");

    public static final SettingKey<Integer> MEMORY_BYTES = TABLE.withDefault(
            "body.memory-bytes",
            "64KiB",
            Quantity.arrayBytes(0),
            "The longest body that is kept in memory; a longer one is in a file until the request is over.");

    public static final SettingKey<Optional<Path>> DIRECTORY = TABLE.optional(
            "body.directory",
            BodySettingKeys::directory,
            "Directory of those files; when none, that of the Java process for temporary files.");

    public static final SettingKey<List<PathPattern>> STREAMING = TABLE.withDefault(
            "body.streaming",
            "",
            Parser.listOf(PathPatternText::parse),
            "Path patterns of requests whose body the application reads before it is known to be the signed one.");

    public static final SettingKey<Integer> MAX_FORM_BYTES = TABLE.withDefault(
            "body.max-form-bytes",
            "1MiB",
            Quantity.arrayBytes(0),
            "The longest form that becomes parameters; of a multipart body, all fields that are no files.");

    public static final SettingKey<Integer> MAX_PARTS = TABLE.withDefault(
            "body.max-parts",
            "1000",
            Quantity.count(1, 1_000_000),
            "The most fields of a form, and parts of a multipart body.");

    private BodySettingKeys() {}

    private static Path directory(String text) throws BadValueException {
        try {
            return Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            throw BadValueException.about(text, MALFORMED, "is not a path", "give the path of a directory");
        }
    }
}
