// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.body.Spool;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One part of a multipart body; its octets are a stretch of what all parts share. */
final class ContentPart implements Part {

    private final String name;
    private final @Nullable String fileName;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Spool spool;
    private final long from;
    private final long length;
    private final Path directory;
    private boolean isDeleted;

    /**
     * A part.
     *
     * @param directory to which names of files are relative that it is written to
     */
    ContentPart(
            String name,
            @Nullable String fileName,
            Map<String, List<String>> headers,
            Spool spool,
            long from,
            long length,
            Path directory) {
        this.name = name;
        this.fileName = fileName;
        this.headers.putAll(headers);
        this.spool = spool;
        this.from = from;
        this.length = length;
        this.directory = directory;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        if (isDeleted) {
            throw new IOException("the part was deleted");
        }
        return spool.open(from, length);
    }

    String text(Charset charset) throws IOException {
        try (InputStream octets = getInputStream()) {
            return new String(octets.readAllBytes(), charset);
        }
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public @Nullable String getSubmittedFileName() {
        return fileName;
    }

    @Override
    public long getSize() {
        return length;
    }

    @Override
    public @Nullable String getContentType() {
        return getHeader("content-type");
    }

    @Override
    public @Nullable String getHeader(String header) {
        List<String> lines = headers.get(header);
        return lines == null ? null : lines.get(0);
    }

    @Override
    public Collection<String> getHeaders(String header) {
        return headers.getOrDefault(header, List.of());
    }

    @Override
    public Collection<String> getHeaderNames() {
        return headers.keySet().stream()
                .map(header -> header.toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Writes to this path; a relative one is in the temporary directory of the web application. */
    @Override
    public void write(String path) throws IOException {
        try (InputStream octets = getInputStream()) {
            Files.copy(octets, directory.resolve(path), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Its octets are kept until the request is over, with those of the other parts, and can no longer be asked for. */
    @Override
    public void delete() {
        isDeleted = true;
    }
}
