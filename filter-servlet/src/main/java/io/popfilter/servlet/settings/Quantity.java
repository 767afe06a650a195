// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;
import static io.popfilter.servlet.settings.Problem.Kind.OUT_OF_RANGE;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities with limits, both inclusive. */
final class Quantity {

    /** The longest array that every Java virtual machine can make. */
    private static final int MAX_ARRAY_BYTES = Integer.MAX_VALUE - 8;

    /** 1 TiB. */
    static final long MAX_FILE_BYTES = 1L << 40;

    private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");
    private static final Pattern BYTES = Pattern.compile("(?<number>[0-9]{1,18}) ?(?<unit>|KiB|MiB|GiB)");
    private static final Map<String, Long> UNITS = Map.of("KiB", 1L << 10, "MiB", 1L << 20, "GiB", 1L << 30);

    private Quantity() {}

    /** An ISO 8601 duration. */
    static Parser<Duration> duration(String min, String max) {
        Duration shortest = Duration.parse(min);
        Duration longest = Duration.parse(max);
        return text -> {
            Duration duration;
            try {
                duration = Duration.parse(text);
            } catch (DateTimeParseException e) {
                throw BadValueException.about(
                        text, MALFORMED, "is not an ISO 8601 duration", "write 60 seconds as PT60S, 5 minutes as PT5M");
            }
            if (duration.compareTo(shortest) < 0 || duration.compareTo(longest) > 0) {
                throw outOfRange(text, min, max);
            }
            return duration;
        };
    }

    /** An ISO 8601 duration without a fraction of a second. */
    static Parser<Duration> wholeSeconds(String min, String max) {
        Parser<Duration> duration = duration(min, max);
        return text -> {
            Duration parsed = duration.parse(text);
            if (!parsed.equals(Duration.ofSeconds(parsed.toSeconds()))) {
                throw BadValueException.about(text, MALFORMED, "has a fraction of a second", "write whole seconds");
            }
            return parsed;
        };
    }

    static Parser<Integer> count(int min, int max) {
        return text -> {
            if (!COUNT.matcher(text).matches()) {
                throw BadValueException.about(text, MALFORMED, "is not a whole number", "write digits only");
            }
            long count = Long.parseLong(text);
            if (count < min || count > max) {
                throw outOfRange(text, String.valueOf(min), String.valueOf(max));
            }
            return (int) count;
        };
    }

    /** A number of bytes that fit into an array, as {@link #bytes}. */
    static Parser<Integer> arrayBytes(int min) {
        return arrayBytes(min, MAX_ARRAY_BYTES);
    }

    /** A number of bytes that fit into an array of limited length, as {@link #bytes}. */
    static Parser<Integer> arrayBytes(int min, int max) {
        Parser<Long> bytes = bytes(min, max);
        return text -> Math.toIntExact(bytes.parse(text));
    }

    /** A number of bytes: {@code 1048576}, {@code 1024KiB} or {@code 1 MiB}. */
    static Parser<Long> bytes(long min, long max) {
        return text -> {
            Matcher matcher = BYTES.matcher(text);
            if (!matcher.matches()) {
                throw BadValueException.about(
                        text, MALFORMED, "is not a number of bytes", "write digits, then KiB, MiB, GiB or nothing");
            }
            long unit = UNITS.getOrDefault(matcher.group("unit"), 1L);
            long number = Long.parseLong(matcher.group("number"));
            if (number > max / unit || number * unit < min) {
                throw outOfRange(text, String.valueOf(min), String.valueOf(max));
            }
            return number * unit;
        };
    }

    private static BadValueException outOfRange(String text, String min, String max) {
        return BadValueException.about(
                text, OUT_OF_RANGE, "is beyond the limits", "choose a value from " + min + " to " + max);
    }
}
