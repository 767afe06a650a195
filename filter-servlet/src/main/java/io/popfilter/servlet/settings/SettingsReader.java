// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.EMPTY;
import static io.popfilter.servlet.settings.Problem.Kind.MISSING;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a configuration, and finds everything that is wrong with it before giving up. */
public final class SettingsReader {

    // Without any of these, no token could be accepted
    private static final List<SettingKey<?>> TOKEN_SOURCES = List.of(
            SettingKey.TOKEN_DECRYPTION_KEYS, SettingKey.TOKEN_VERIFICATION_KEYS, IntrospectionSettingKeys.ENDPOINT);

    private final Placeholders placeholders;
    private final ConfigFile file;
    private final Map<SettingKey<?>, RawSetting> raw;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<SettingKey<?>, Setting<?>> settings = new HashMap<>();

    private SettingsReader(Sources sources) {
        placeholders = new Placeholders(sources);
        file = ConfigFile.load(sources, problems);
        raw = Precedence.apply(sources, file, problems);
    }

    /** The settings of these sources; only the text that counts for a key is looked at. */
    public static Settings read(Sources sources) throws ConfigurationException {
        SettingsReader reader = new SettingsReader(sources);
        for (SettingKey<?> key : SettingKey.all()) {
            reader.readSetting(key);
        }
        reader.findContradictions();
        if (!reader.problems.isEmpty()) {
            throw new ConfigurationException(reader.problems);
        }
        return new Settings(reader.settings);
    }

    private <T> void readSetting(SettingKey<T> key) {
        RawSetting written = raw.get(key);
        Optional<Setting<T>> setting = written == null ? whenNotSet(key) : parse(key, written);
        setting.ifPresent(value -> settings.put(key, value));
    }

    private <T> Optional<Setting<T>> whenNotSet(SettingKey<T> key) {
        // What a file that cannot be read would have said is not missing
        if (key.required() && file.state() != ConfigFile.State.BROKEN) {
            problems.add(missing(key, "is required"));
        }
        return key.whenNotSet();
    }

    private <T> Optional<Setting<T>> parse(SettingKey<T> key, RawSetting written) {
        String text;
        try {
            text = placeholders.expand(written.text());
        } catch (BadValueException e) {
            problems.add(e.problem(key.name(), written.origin()));
            return Optional.empty();
        }
        if (text.isEmpty() && !key.acceptsEmptyText()) {
            problems.add(new Problem(EMPTY, written.origin(), key.name(), "is empty", "give a value"));
            return Optional.empty();
        }
        try {
            return Optional.of(new Setting<>(key.parser().parse(text), written.text(), written.origin()));
        } catch (BadValueException e) {
            boolean quotable = !key.secret() && !Placeholders.isIn(written.text());
            problems.add(
                    quotable
                            ? e.problem(key.name(), written.origin())
                            : e.problemWithoutValue(key.name(), written.origin()));
            return Optional.empty();
        }
    }

    private void findContradictions() {
        // What a file that cannot be read would have said may make sense of the rest
        if (file.state() == ConfigFile.State.BROKEN) {
            return;
        }
        if (TOKEN_SOURCES.stream().noneMatch(raw::containsKey)) {
            problems.add(missing(
                    SettingKey.TOKEN_DECRYPTION_KEYS,
                    "or " + SettingKey.TOKEN_VERIFICATION_KEYS + " or " + IntrospectionSettingKeys.ENDPOINT
                            + " is required"));
        }
        problems.addAll(Contradictions.in(raw, settings));
    }

    private Problem missing(SettingKey<?> key, String what) {
        String inFile = file.state() == ConfigFile.State.ABSENT ? file.name() + " (does not exist)" : file.name();
        return new Problem(
                MISSING,
                new Origin.NotSet(),
                key.name(),
                what,
                "set " + key.name() + " in " + inFile + " or as init-param, " + key.systemPropertyName() + " or "
                        + key.environmentName() + ": " + key.meaning());
    }
}
