// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.CONTRADICTION;
import static io.popfilter.servlet.settings.Problem.Kind.EMPTY;
import static io.popfilter.servlet.settings.Problem.Kind.MISSING;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a configuration, and finds everything that is wrong with it before giving up. */
public final class SettingsReader {

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
        if (!raw.containsKey(SettingKey.TOKEN_DECRYPTION_KEYS)
                && !raw.containsKey(SettingKey.TOKEN_VERIFICATION_KEYS)
                && file.state() != ConfigFile.State.BROKEN) {
            problems.add(missing(
                    SettingKey.TOKEN_DECRYPTION_KEYS, "or " + SettingKey.TOKEN_VERIFICATION_KEYS + " is required"));
        }
        Setting<?> age = settings.get(SettingKey.PROOF_MAX_AGE);
        Setting<?> future = settings.get(SettingKey.PROOF_MAX_FUTURE);
        if (age != null
                && future != null
                && age.value() instanceof Duration maxAge
                && future.value() instanceof Duration maxFuture
                && maxFuture.compareTo(maxAge) > 0) {
            problems.add(new Problem(
                    CONTRADICTION,
                    future.origin(),
                    SettingKey.PROOF_MAX_FUTURE.name(),
                    "is more than " + SettingKey.PROOF_MAX_AGE + " ("
                            + age.origin().describe() + ")",
                    "make it at most as much"));
        }
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
