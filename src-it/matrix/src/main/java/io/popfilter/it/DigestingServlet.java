// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An application that takes a body of any length, holds none of it, and answers with its length and its SHA-256. */
final class DigestingServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String seen = digest(request.getInputStream());
        response.setContentType("text/plain");
        response.getWriter().write(seen);
    }

    private static String digest(InputStream body) throws IOException {
        MessageDigest digest = sha256();
        byte[] chunk = new byte[8192];
        long length = 0;
        for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
            digest.update(chunk, 0, count);
            length += count;
        }
        return said(length, digest);
    }

    /** What it answers when it has read these octets. */
    static String answerTo(UploadedOctets octets) {
        try (InputStream body = octets.open()) {
            return digest(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String said(long length, MessageDigest digest) {
        return length + " " + HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
