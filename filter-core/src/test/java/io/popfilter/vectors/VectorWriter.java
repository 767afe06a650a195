// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import io.popfilter.reject.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes the vector files anew, with Nimbus and the JDK and without the code that they test. README.md beside the vectors
 * says how to start it.
 */
public final class VectorWriter {

    private final Map<String, Exchange> exchanges = new LinkedHashMap<>();

    private VectorWriter() {}

    /** Replaces all files; to be started in the folder of the module. */
    public static void main(String[] args) throws IOException {
        VectorWriter writer = new VectorWriter();
        AuthenticatorVectors.describe(writer);
        FreshnessVectors.describe(writer);
        TokenEncryptionVectors.describe(writer);
        TokenVectors.describe(writer);
        TokenClaimVectors.describe(writer);
        ConfirmationVectors.describe(writer);
        SignatureVectors.describe(writer);
        TargetVectors.describe(writer);
        QueryVectors.describe(writer);
        FieldVectors.describe(writer);
        BodyVectors.describe(writer);
        ReplayVectors.describe(writer);
        writer.write();
    }

    Exchange accepts(String name, String comment) {
        return add(new Exchange(name, "ACCEPTED", comment));
    }

    Exchange refuses(Reason reason, String name, String comment) {
        return add(new Exchange(name, reason.name(), comment));
    }

    private Exchange add(Exchange exchange) {
        if (exchanges.put(exchange.name(), exchange) != null) {
            throw new IllegalArgumentException("two vectors " + exchange.name());
        }
        return exchange;
    }

    private void write() throws IOException {
        for (Path old : files()) {
            Files.delete(old);
        }
        for (Exchange exchange : exchanges.values()) {
            Path file = Vector.FOLDER.resolve(exchange.name() + ".http");
            Files.createDirectories(file.getParent());
            Files.writeString(file, exchange.file(), StandardCharsets.ISO_8859_1);
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(Vector.FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".http")).toList();
        }
    }
}
