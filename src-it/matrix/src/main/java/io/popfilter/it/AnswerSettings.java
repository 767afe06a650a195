// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** With these a server signs its answers, with a key of its own where it shares none with the client. */
final class AnswerSettings {

    private AnswerSettings() {}

    /** To be changed at will; the new key is in a file of this directory. */
    static Map<String, String> in(Path directory) {
        try {
            String key = new ECKeyGenerator(Curve.P_256)
                    .keyID("answers-1")
                    .generate()
                    .toJSONString();
            Path file = Files.writeString(directory.resolve("answers.jwk"), key);
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("schemes", "PoP DPoP");
            settings.put("response-signing", "on");
            settings.put("response-signing.key", "file:" + file);
            settings.put("metadata", "on");
            return settings;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
