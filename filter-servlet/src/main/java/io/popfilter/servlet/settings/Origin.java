// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.util.OptionalInt;

/** Where the text of a setting was written. */
public sealed interface Origin {

    /** The place in words, as problems name it: {@code /WEB-INF/popfilter.properties line 7}. */
    String describe();

    /** The line of the key, counted from 1; only a file has lines. */
    default OptionalInt line() {
        return OptionalInt.empty();
    }

    /** A variable of the process environment. */
    record EnvironmentVariable(String name) implements Origin {
        @Override
        public String describe() {
            return "environment variable " + name;
        }
    }

    /** A Java system property. */
    record SystemProperty(String name) implements Origin {
        @Override
        public String describe() {
            return "system property " + name;
        }
    }

    /** An init-param of the filter. */
    record InitParam(String name) implements Origin {
        @Override
        public String describe() {
            return "init-param " + name;
        }
    }

    /** A line of the properties file; {@code file} is its location as configured. */
    record FileLine(String file, int number) implements Origin {
        @Override
        public String describe() {
            return file + " line " + number;
        }

        @Override
        public OptionalInt line() {
            return OptionalInt.of(number);
        }
    }

    /** The properties file as a whole. */
    record WholeFile(String file) implements Origin {
        @Override
        public String describe() {
            return file;
        }
    }

    /** Nobody wrote the setting: its default applies, or it is missing. */
    record NotSet() implements Origin {
        @Override
        public String describe() {
            return "not set";
        }
    }
}
