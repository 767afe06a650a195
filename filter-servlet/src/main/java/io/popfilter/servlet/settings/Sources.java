// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything that a configuration is read from. A key is taken from the first of these that has it: environment,
 * system properties, init-params, properties file.
 *
 * @param environment the process environment; {@code POPFILTER_*} is read
 * @param systemProperties the system properties; {@code popfilter.*} is read
 * @param initParams the init-params of the filter, all of which are read
 * @param context opens {@code /WEB-INF/…}
 * @param classpath opens the name after {@code classpath:}, without leading slash
 */
public record Sources(
        Map<String, String> environment,
        Map<String, String> systemProperties,
        Map<String, String> initParams,
        ResourceOpener context,
        ResourceOpener classpath) {

    /** Copies the maps. */
    public Sources {
        environment = Map.copyOf(environment);
        systemProperties = Map.copyOf(systemProperties);
        initParams = Map.copyOf(initParams);
    }

    /** The sources of a filter in this process. Environment and system properties are shared by all its filters. */
    public static Sources ofThisProcess(
            Map<String, String> initParams, ResourceOpener context, ResourceOpener classpath) {
        Map<String, String> properties = System.getProperties().stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, name -> System.getProperty(name, "")));
        return new Sources(System.getenv(), properties, initParams, context, classpath);
    }

    /** Says nothing of the content, which holds secrets. */
    @Override
    public String toString() {
        return "Sources";
    }
}
