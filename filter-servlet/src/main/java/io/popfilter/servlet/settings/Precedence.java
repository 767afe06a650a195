// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.UNKNOWN_KEY;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides which source speaks for each key: environment before system properties, init-params and the file. */
final class Precedence {

    private static final Set<String> CONFIG_ELSEWHERE = Set.of("config", "popfilter.config", "POPFILTER_CONFIG");

    private final List<Problem> problems;
    private final Map<SettingKey<?>, RawSetting> settings = new HashMap<>();

    private Precedence(List<Problem> problems) {
        this.problems = problems;
    }

    /** The keys that are set; names that are no key are added to the problems. */
    static Map<SettingKey<?>, RawSetting> apply(Sources sources, ConfigFile file, List<Problem> problems) {
        Precedence precedence = new Precedence(problems);
        // Lowest first: each source overrides the ones before
        precedence.addFile(file);
        Map<String, String> initParams = new HashMap<>(sources.initParams());
        initParams.remove(ConfigFile.INIT_PARAM);
        precedence.add(initParams, "", SettingKey::name, Origin.InitParam::new);
        precedence.add(
                sources.systemProperties(), "popfilter.", SettingKey::systemPropertyName, Origin.SystemProperty::new);
        precedence.add(
                sources.environment(), "POPFILTER_", SettingKey::environmentName, Origin.EnvironmentVariable::new);
        return Map.copyOf(precedence.settings);
    }

    private void addFile(ConfigFile file) {
        Map<String, SettingKey<?>> known = keysBy(SettingKey::name);
        for (PropertiesText.Entry entry : file.entries()) {
            Origin origin = new Origin.FileLine(file.name(), entry.line());
            add(known, entry.key(), RawSetting.of(entry.value(), origin));
        }
    }

    private void add(
            Map<String, String> source,
            String prefix,
            Function<SettingKey<?>, String> form,
            Function<String, Origin> origin) {
        Map<String, SettingKey<?>> known = keysBy(form);
        new TreeMap<>(source).forEach((name, text) -> {
            if (name.startsWith(prefix)) {
                add(known, name, RawSetting.of(text, origin.apply(name)));
            }
        });
    }

    private void add(Map<String, SettingKey<?>> known, String name, RawSetting setting) {
        SettingKey<?> key = known.get(name);
        if (key == null) {
            problems.add(unknown(name, setting.origin(), known.keySet()));
        } else {
            settings.put(key, setting);
        }
    }

    private static Problem unknown(String name, Origin origin, Set<String> known) {
        String remedy = CONFIG_ELSEWHERE.contains(name)
                ? "the location of the file can only be given as an init-param"
                : NearestName.of(name, known)
                        .map(nearest -> "did you mean " + nearest + "?")
                        .orElse("docs/configuration.md lists the keys");
        return new Problem(UNKNOWN_KEY, origin, name, "is not a key of this version", remedy);
    }

    private static Map<String, SettingKey<?>> keysBy(Function<SettingKey<?>, String> form) {
        return SettingKey.all().stream().collect(Collectors.toMap(form, key -> key));
    }
}
