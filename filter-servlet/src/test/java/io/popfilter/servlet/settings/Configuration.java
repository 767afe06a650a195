// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Sources made of maps, to be filled by a test. */
final class Configuration {

    static final String FILE = "/WEB-INF/popfilter.properties";

    /** The shortest configuration that is complete. */
    static final Map<String, String> SMALLEST = Map.of(
            "resource", "https://rs.example",
            "token.issuer", "https://as.example",
            "token.verification-keys", "/WEB-INF/keys.jwks");

    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> systemProperties = new HashMap<>();
    private final Map<String, String> initParams = new HashMap<>();
    private final Map<String, byte[]> context = new HashMap<>();
    private final Map<String, byte[]> classpath = new HashMap<>();

    static Configuration empty() {
        return new Configuration();
    }

    /** Complete through init-params, so that a test can add what it is about. */
    static Configuration complete() {
        Configuration configuration = new Configuration();
        configuration.initParams.putAll(SMALLEST);
        return configuration;
    }

    /** Complete, and with an introspection endpoint to which this server authenticates with the credential of a key. */
    static Configuration introspecting(String method, String credential) {
        return complete()
                .initParam("token.introspection-endpoint", "https://as.example/introspect")
                .initParam("token.introspection-client-id", "rs")
                .initParam("token.introspection-client-auth", method)
                .initParam(credential, "/etc/credential");
    }

    Configuration environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Configuration systemProperty(String name, String value) {
        systemProperties.put(name, value);
        return this;
    }

    Configuration initParam(String name, String value) {
        initParams.put(name, value);
        return this;
    }

    Configuration without(String initParam) {
        initParams.remove(initParam);
        return this;
    }

    Configuration file(String text) {
        return context(FILE, text.getBytes(StandardCharsets.UTF_8));
    }

    Configuration context(String path, byte[] content) {
        context.put(path, content);
        return this;
    }

    Configuration classpath(String path, byte[] content) {
        classpath.put(path, content);
        return this;
    }

    Sources sources() {
        return new Sources(environment, systemProperties, initParams, opener(context), opener(classpath));
    }

    Settings read() throws ConfigurationException {
        return SettingsReader.read(sources());
    }

    ConfigurationException refusal() {
        return assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::read)
                .actual();
    }

    List<Problem> problems() {
        return refusal().problems();
    }

    private static ResourceOpener opener(Map<String, byte[]> resources) {
        return path -> {
            byte[] content = resources.get(path);
            return content == null ? null : new ByteArrayInputStream(content);
        };
    }
}
