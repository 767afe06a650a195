// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.parse.MalformedException;
import io.popfilter.servlet.settings.BadValueException;
import io.popfilter.servlet.settings.Location;
import io.popfilter.servlet.settings.Problem;
import io.popfilter.servlet.settings.SettingKey;
import io.popfilter.servlet.settings.Settings;
import io.popfilter.servlet.settings.Sources;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Reads the files that settings name, keeps an eye on them, and collects what is wrong with them at the start. */
final class KeyFiles {

    private final Settings settings;
    private final Sources sources;
    private final InstantSource clock;
    private final RefusalLog log;
    private final List<ReloadedFile<?>> reloaded = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();

    KeyFiles(Settings settings, Sources sources, InstantSource clock, RefusalLog log) {
        this.settings = settings;
        this.sources = sources;
        this.clock = clock;
        this.log = log;
    }

    /** What the file says, now and later; {@code whenUnusable} and a problem when it cannot be used at the start. */
    <T> Supplier<T> reloaded(
            SettingKey<?> key, Location location, ReloadedFile.Parser<T> parser, T whenUnusable, Runnable onChange) {
        try {
            ReloadedFile<T> file = new ReloadedFile<>(location, sources, parser, clock, log, onChange);
            reloaded.add(file);
            return file;
        } catch (BadValueException e) {
            problems.add(settings.problem(key, e));
        } catch (MalformedException e) {
            addUnusable(key, location, e.defect());
        }
        return () -> whenUnusable;
    }

    /** What the file says at the start. */
    <T> T once(SettingKey<?> key, Location location, ReloadedFile.Parser<T> parser, T whenUnusable) {
        try {
            return parser.parse(location.read(sources));
        } catch (BadValueException e) {
            problems.add(settings.problem(key, e));
        } catch (MalformedException e) {
            addUnusable(key, location, e.defect());
        }
        return whenUnusable;
    }

    private void addUnusable(SettingKey<?> key, Location location, String defect) {
        add(key, Problem.Kind.MALFORMED, location + " cannot be used: " + defect, "correct the file");
    }

    void add(SettingKey<?> key, Problem.Kind kind, String what, String remedy) {
        problems.add(settings.problem(key, kind, what, remedy));
    }

    /** Looks at all files that are due, also when nobody asks for what they say: a token may be remembered without them. */
    void lookWhenDue() {
        for (ReloadedFile<?> file : reloaded) {
            file.lookWhenDue();
        }
    }

    /** Everything that was found wrong. */
    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
