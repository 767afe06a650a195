// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.body.Spool;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.fileupload2.core.AbstractFileUpload;
import org.apache.commons.fileupload2.core.DiskFileItem;
import org.apache.commons.fileupload2.core.DiskFileItemFactory;
import org.apache.commons.fileupload2.core.FileItemHeaders;
import org.apache.commons.fileupload2.core.FileItemInput;
import org.apache.commons.fileupload2.core.FileItemInputIterator;
import org.apache.commons.fileupload2.core.FileUploadException;
import org.apache.commons.fileupload2.core.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a multipart/form-data body (RFC 7578). The library finds them; their octets are all in one {@link Spool}, so
 * that there is one file at most, and none of the library's.
 */
final class Multipart implements AutoCloseable {

    private static final int MAX_PART_HEADER = 8192;

    private final Spool spool;
    private final List<ContentPart> parts = new ArrayList<>();

    private Multipart(Spool spool) {
        this.spool = spool;
    }

    /** Parses to the end of the stream: what comes behind the last part is read too, since it is signed too. */
    static Multipart parse(InputStream stream, HttpServletRequest request, FormPolicy policy)
            throws IOException, Rejection {
        Multipart multipart = new Multipart(new Spool(policy.memoryOctets(), policy.directory()));
        boolean isWhole = false;
        try {
            multipart.readParts(stream, request, policy);
            stream.transferTo(OutputStream.nullOutputStream());
            isWhole = true;
            return multipart;
        } catch (FileUploadException | RuntimeException e) {
            throw new Rejection(Reason.BODY_MALFORMED, Facts.about(e.getClass().getName()));
        } finally {
            if (!isWhole) {
                multipart.close();
            }
        }
    }

    private void readParts(InputStream stream, HttpServletRequest request, FormPolicy policy)
            throws IOException, Rejection {
        Parser parser = new Parser();
        parser.setMaxPartHeaderSize(MAX_PART_HEADER);
        parser.setHeaderCharset(StandardCharsets.UTF_8); // RFC 7578 section 5.1
        FileItemInputIterator items = parser.getItemIterator(new Source(stream, request.getContentType()));
        Path directory = directory(request.getServletContext());
        long fieldOctets = 0;
        while (items.hasNext()) {
            if (parts.size() == policy.maxParts()) {
                throw new Rejection(
                        Reason.BODY_TOO_LARGE, Facts.expected("at most " + policy.maxParts(), "more parts"));
            }
            FileItemInput item = items.next();
            long from = spool.length();
            long limit = item.isFormField() ? policy.maxFormOctets() - fieldOctets : Long.MAX_VALUE;
            long length = keep(item.getInputStream(), limit, policy);
            fieldOctets += item.isFormField() ? length : 0;
            parts.add(new ContentPart(
                    item.getFieldName(), item.getName(), headers(item), spool, from, length, directory));
        }
    }

    private long keep(InputStream octets, long limit, FormPolicy policy) throws IOException, Rejection {
        byte[] chunk = new byte[8192];
        long length = 0;
        int count = octets.read(chunk);
        while (count >= 0) {
            length += count;
            if (length > limit) {
                throw Forms.tooLarge(policy.maxFormOctets());
            }
            try {
                spool.write(chunk, count);
            } catch (IOException e) {
                throw Rejection.outage(Reason.BODY_STORAGE_UNAVAILABLE, e);
            }
            count = octets.read(chunk);
        }
        return length;
    }

    private static Map<String, List<String>> headers(FileItemInput item) {
        Map<String, List<String>> headers = new HashMap<>();
        FileItemHeaders received = item.getHeaders();
        received.getHeaderNames().forEachRemaining(name -> {
            List<String> lines = new ArrayList<>();
            received.getHeaders(name).forEachRemaining(lines::add);
            headers.put(name, List.copyOf(lines));
        });
        return headers;
    }

    private static Path directory(ServletContext context) {
        return context.getAttribute(ServletContext.TEMPDIR) instanceof File file ? file.toPath() : Path.of("");
    }

    List<ContentPart> parts() {
        return List.copyOf(parts);
    }

    /** Adds the fields that are no files. */
    void addTo(Parameters parameters, Charset charset) throws IOException {
        for (ContentPart part : parts) {
            if (part.getSubmittedFileName() == null) {
                parameters.add(part.getName(), part.text(charset));
            }
        }
    }

    @Override
    public void close() {
        spool.close();
    }

    /** Only its iterator is used: it makes no items, and so no files. */
    private static final class Parser extends AbstractFileUpload<RequestContext, DiskFileItem, DiskFileItemFactory> {

        @Override
        public List<DiskFileItem> parseRequest(RequestContext context) throws FileUploadException {
            return super.parseRequest(context);
        }

        @Override
        public Map<String, List<DiskFileItem>> parseParameterMap(RequestContext context) throws FileUploadException {
            return super.parseParameterMap(context);
        }

        @Override
        public FileItemInputIterator getItemIterator(RequestContext context) throws IOException {
            return super.getItemIterator(context);
        }
    }

    private record Source(InputStream stream, String contentType) implements RequestContext {

        @Override
        public @Nullable String getCharacterEncoding() {
            return null; // the parser's is for the headers of all parts
        }

        @Override
        public long getContentLength() {
            return -1; // the length was checked before
        }

        @Override
        public String getContentType() {
            return contentType;
        }

        @Override
        public InputStream getInputStream() {
            return stream;
        }

        @Override
        public boolean isMultipartRelated() {
            return false;
        }
    }
}
