// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;
import static io.popfilter.servlet.settings.Problem.Kind.MISSING;
import static io.popfilter.servlet.settings.Problem.Kind.UNREADABLE;
import static io.popfilter.servlet.settings.Problem.Kind.UNSUPPORTED;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a file is: {@code /WEB-INF/…} in the web application, {@code classpath:…}, {@code file:…} or a bare path in the
 * file system. What follows {@code file:} is a path and not percent-decoded; a relative one starts at the working
 * directory of the process.
 *
 * @param place where to look
 * @param path the path there
 */
public record Location(Place place, String path) {

    /** Where a location is looked up. */
    public enum Place {
        /** The web application's own resources, below {@code /WEB-INF/}. */
        WEB_APPLICATION,
        /** The application's class path. */
        CLASSPATH,
        /** The file system. */
        FILE_SYSTEM
    }

    /** The most that {@link #read(Sources)} reads: 1 MiB. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final String FORMS = "give /WEB-INF/…, classpath:…, file:… or a path";
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

    /** Reads the written form of a location; nothing is opened yet. */
    public static Location parse(String text) throws BadValueException {
        if (text.startsWith("/WEB-INF/")) {
            return of(Place.WEB_APPLICATION, text);
        }
        if (text.startsWith("classpath:")) {
            return of(Place.CLASSPATH, text.substring("classpath:".length()).replaceFirst("^/+", ""));
        }
        if (text.startsWith("file:")) {
            return ofFile(filePath(text.substring("file:".length())));
        }
        if (UriText.isWebAddress(text)) {
            throw BadValueException.unquoted(UNSUPPORTED, "is a web address, and this key is for files only", FORMS);
        }
        // A key pasted in place of its location must not become the "path" of an error message.
        if (text.startsWith("{") || !(text.contains("/") || text.contains("\\") || text.contains("."))) {
            throw BadValueException.unquoted(MALFORMED, "is not a location", FORMS + ", never the content itself");
        }
        if (SCHEME.matcher(text).matches()) {
            throw BadValueException.about(text, MALFORMED, "has a scheme that no location has", FORMS);
        }
        return ofFile(text);
    }

    /** The file, absolute, when it is in the file system and can so be watched for changes. */
    public Optional<Path> file() {
        return place == Place.FILE_SYSTEM ? Optional.of(Path.of(path).toAbsolutePath()) : Optional.empty();
    }

    /** The content, at least one byte and at most {@link #MAX_BYTES}. */
    public byte[] read(Sources sources) throws BadValueException {
        return read(sources, MAX_BYTES);
    }

    byte[] read(Sources sources, int maxBytes) throws BadValueException {
        return readIfPresent(sources, maxBytes).orElseThrow(this::missing);
    }

    Optional<byte[]> readIfPresent(Sources sources, int maxBytes) throws BadValueException {
        try (InputStream in = open(sources)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] content = in.readNBytes(maxBytes + 1);
            if (content.length == 0) {
                throw unreadable("is empty", "fill it or correct the location");
            }
            if (content.length > maxBytes) {
                throw unreadable("is larger than " + maxBytes + " bytes", "check that it is the right file");
            }
            return Optional.of(content);
        } catch (IOException e) {
            throw unreadable(
                    "cannot be read: " + e.getClass().getSimpleName(),
                    "let the user that runs this process read the file and its folders");
        }
    }

    private @Nullable InputStream open(Sources sources) throws IOException, BadValueException {
        return switch (place) {
            case WEB_APPLICATION -> sources.context().open(path);
            case CLASSPATH -> sources.classpath().open(path);
            case FILE_SYSTEM -> openFile(Path.of(path));
        };
    }

    private @Nullable InputStream openFile(Path file) throws IOException, BadValueException {
        if (Files.isDirectory(file)) {
            throw unreadable("is a directory", "name a file in it");
        }
        // notExists is not the negation of exists: below an unreadable folder neither can be told
        return Files.notExists(file) ? null : Files.newInputStream(file);
    }

    /** The location as an operator writes it. */
    @Override
    public String toString() {
        return place == Place.CLASSPATH ? "classpath:" + path : path;
    }

    BadValueException missing() {
        String remedy = "put the file there or correct the location";
        return switch (place) {
            case WEB_APPLICATION ->
                BadValueException.about(sought(), MISSING, "does not exist in the web application", remedy);
            case CLASSPATH -> BadValueException.about(sought(), MISSING, "does not exist on the class path", remedy);
            case FILE_SYSTEM -> BadValueException.about(sought(), MISSING, "does not exist in the file system", remedy);
        };
    }

    private BadValueException unreadable(String predicate, String remedy) {
        return BadValueException.about(sought(), UNREADABLE, predicate, remedy);
    }

    private String sought() {
        return file().map(Path::toString).orElse(toString());
    }

    private static Location of(Place place, String path) throws BadValueException {
        if (path.isEmpty() || path.endsWith("/")) {
            throw BadValueException.about(path, MALFORMED, "names no file", FORMS);
        }
        return new Location(place, path);
    }

    private static Location ofFile(String path) throws BadValueException {
        try {
            return of(
                    Place.FILE_SYSTEM, path.endsWith("/") ? path : Path.of(path).toString());
        } catch (InvalidPathException e) {
            throw BadValueException.about(path, MALFORMED, "is not a path", FORMS);
        }
    }

    private static String filePath(String text) throws BadValueException {
        if (text.startsWith("//") && !text.startsWith("///")) {
            throw BadValueException.about(text, MALFORMED, "names a host", "write file:/path or file:///path");
        }
        String path = text.startsWith("///") ? text.substring(2) : text;
        // file:///C:/keys is C:/keys on Windows
        return path.replaceFirst("^/(?=[A-Za-z]:)", "");
    }
}
