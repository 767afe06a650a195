// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The request of a row, signed for an external address.
 *
 * <p>By our signer if it signs such a request, and by hand if not: then the refusal is the verifier's.
 */
final class SignedRow {

    private static final String ID_FIELD = "X-Row";
    private static final String HOST = "Host: ";
    private static final Pattern LONG = Pattern.compile("Authorization: \\((\\d+) octets\\)");
    private static final String AGAIN = "Authorization: (again)";

    private final Expectation row;
    private final URI base;
    private final Client client;
    private final String id = UUID.randomUUID().toString();

    SignedRow(Expectation row, String publicBaseUri, Client client) {
        this.row = row;
        this.base = URI.create(publicBaseUri);
        this.client = client;
    }

    /** Ready to be sent; each one with an id of its own, which is not signed. */
    WireRequest request() {
        WireRequest request = WireRequest.of(row.method(), row.target(), host()).field(ID_FIELD, id);
        String authorization = authorization();
        request.field("Authorization", authorization);
        for (String line : row.alsoSent()) {
            if (line.equals(AGAIN)) {
                request.field("Authorization", authorization);
            } else if (!LONG.matcher(line).matches() && !line.startsWith(HOST)) {
                request.rawLine(line);
            }
        }
        row.covered().forEach(request::rawLine);
        if (!row.content().isEmpty() && !hasOwnContentType()) {
            request.field("Content-Type", contentType());
        }
        if (row.content().isEncoded()) {
            request.field("Content-Encoding", "gzip");
        }
        row.content().addTo(request);
        return request;
    }

    /** Whether this is the request that the application saw; a proxy may give up before the container does. */
    boolean isThatOf(Seen seen) {
        return List.of(id).equals(seen.fields().get(ID_FIELD.toLowerCase(Locale.ROOT)));
    }

    private String host() {
        return row.alsoSent().stream()
                .filter(line -> line.startsWith(HOST))
                .map(line -> line.substring(HOST.length()))
                .findFirst()
                .orElse(base.getRawAuthority());
    }

    private String authorization() {
        for (String line : row.alsoSent()) {
            Matcher asLong = LONG.matcher(line);
            if (asLong.matches()) {
                return padded(Integer.parseInt(asLong.group(1)));
            }
        }
        return isSignable() ? bySigner() : byHand().authorization();
    }

    /** As long as that, or shorter by what base64url does not allow. */
    private String padded(int octets) {
        int withoutPadding = byHand().claim("padding", "").authorization().length();
        return byHand().claim("padding", "x".repeat((octets - withoutPadding) * 3 / 4))
                .authorization();
    }

    /** Whether our signer signs it. */
    boolean isSignable() {
        try {
            bySigner();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private String bySigner() {
        RequestToSign toSign = RequestToSign.of(row.method(), URI.create(base + row.signedTarget()));
        for (String line : row.covered()) {
            Map.Entry<String, String> field = Expectation.field(line);
            if (!field.getKey().equals("content-type")) {
                toSign = toSign.field(field.getKey(), field.getValue());
            }
        }
        if (row.content().isEncoded()) {
            toSign = toSign.field("Content-Encoding", "gzip");
        }
        if (!row.content().isEmpty()) {
            toSign = toSign.body(contentType(), row.content().octets());
        }
        return RequestSigner.of(client.token(), client.key().signing(), InstantSource.system())
                .authorization(toSign);
    }

    private Proof byHand() {
        Map<String, String> fields = new LinkedHashMap<>(row.coveredFields());
        if (!row.content().isEmpty()) {
            fields.put("content-type", contentType());
        }
        Proof proof = Proof.of(client.token(), client.key(), row.method(), base.getRawAuthority(), row.signedTarget())
                .body(row.content().octets());
        if (fields.isEmpty()) {
            return proof;
        }
        List<String> namesAndValues = new ArrayList<>();
        fields.forEach((name, value) -> namesAndValues.addAll(List.of(name, value)));
        return proof.fields(namesAndValues.toArray(String[]::new));
    }

    private boolean hasOwnContentType() {
        return row.coveredFields().containsKey("content-type");
    }

    private String contentType() {
        return row.coveredFields().getOrDefault("content-type", "application/json");
    }
}
