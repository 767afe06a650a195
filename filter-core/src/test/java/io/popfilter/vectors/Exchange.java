// SPDX-License-Identifier: Apache-2.0
package io.popfilter.vectors;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A vector in the making: a request that is signed as it should be, until something is said that makes it wrong.
 *
 * <p>Methods without prefix change what is signed and sent; {@code sends…} what is sent only; {@code signs…} what is signed
 * only, and gives the canonical form where it is not the one on the wire: nothing here normalizes.
 */
final class Exchange {

    static final long NOW = Instant.parse("2026-01-15T12:00:00Z").getEpochSecond();

    /** What goes over the wire, as far as it can be signed. */
    private static final class Message {
        private String method = "GET";
        private String target = "/things/42";
        private String host = "api.example.com";
        private final List<Map.Entry<String, String>> fields = new ArrayList<>();
        private String body = "";
    }

    private final String name;
    private final SecureRandom random;
    private final Map<Setting, String> settings = new EnumMap<>(Setting.class);
    private final Message signed = new Message();
    private final Message sent = new Message();
    private final Map<String, String> claims = new LinkedHashMap<>();
    private final List<String> absent = new ArrayList<>();
    private Token token = Token.shared();
    private String key = "client-secret-256";
    private String alg = "HS256";
    private @Nullable String header;
    private @Nullable String payload;
    private Function<String, byte[]> signing = input -> Jws.signature(input, key(), alg(), random());
    private UnaryOperator<String> change = UnaryOperator.identity();
    private Function<String, List<String>> conveyance = jws -> List.of("PoP " + jws);
    private UnaryOperator<String> framing = body -> "Content-Length: " + body.length() + "\r\n\r\n" + body;

    Exchange(String name, String expectation, String comment) {
        this.name = name;
        settings.put(Setting.EXPECT, expectation);
        settings.put(Setting.COMMENT, comment);
        settings.put(Setting.NOW, Instant.ofEpochSecond(NOW).toString());
        random = Seeded.of(name);
    }

    String name() {
        return name;
    }

    private String key() {
        return key;
    }

    private String alg() {
        return alg;
    }

    private SecureRandom random() {
        return random;
    }

    // ---- the head ----

    Exchange with(Setting setting, String value) {
        settings.put(setting, value);
        return this;
    }

    // ---- the request ----

    Exchange method(String method) {
        signed.method = method;
        return sendsMethod(method);
    }

    Exchange sendsMethod(String method) {
        sent.method = method;
        return this;
    }

    Exchange target(String target) {
        signed.target = target;
        return sendsTarget(target);
    }

    Exchange sendsTarget(String target) {
        sent.target = target;
        return this;
    }

    /** The Host field; its value is signed as {@code u}. */
    Exchange host(String host) {
        signed.host = host;
        return sendsHost(host);
    }

    /** The Host field; empty for none. */
    Exchange sendsHost(String host) {
        sent.host = host;
        return this;
    }

    Exchange field(String fieldName, String value) {
        signed.fields.add(Map.entry(fieldName, value));
        return sendsField(fieldName, value);
    }

    Exchange sendsField(String fieldName, String value) {
        sent.fields.add(Map.entry(fieldName, value));
        return this;
    }

    Exchange sendsNoField(String fieldName) {
        sent.fields.removeIf(field -> field.getKey().equals(fieldName));
        return this;
    }

    /** A POST with this body. */
    Exchange body(String contentType, String octets) {
        return method("POST").field("Content-Type", contentType).octets(octets);
    }

    Exchange octets(String octets) {
        signed.body = octets;
        return sendsOctets(octets);
    }

    Exchange sendsOctets(String octets) {
        sent.body = octets;
        return this;
    }

    /** Field lines of the framing, an empty line, and the body. */
    Exchange framed(UnaryOperator<String> newFraming) {
        framing = newFraming;
        return this;
    }

    // ---- what is signed ----

    Exchange token(Token newToken) {
        token = newToken;
        return this;
    }

    Exchange key(String kid, String newAlg) {
        key = kid;
        alg = newAlg;
        return this;
    }

    /** The JOSE header, as JSON. */
    Exchange header(String json) {
        header = json;
        return this;
    }

    /** The whole payload, as JSON. */
    Exchange payload(String json) {
        payload = json;
        return this;
    }

    /** A member of the payload, as JSON. */
    Exchange claim(String member, String json) {
        claims.put(member, json);
        return this;
    }

    Exchange without(String member) {
        absent.add(member);
        return this;
    }

    Exchange signsPath(String path) {
        return claim("p", JsonText.string(path));
    }

    Exchange signsAuthority(String authority) {
        return claim("u", JsonText.string(authority));
    }

    Exchange signsQuery(List<String> names, String text) {
        return claim("q", namesAndHash(names, text));
    }

    Exchange signsFields(List<String> names, String text) {
        return claim("h", namesAndHash(names, text));
    }

    /** The public key that the request brings along. */
    Exchange presents(String kid) {
        return claim("cnf", "{\"jwk\":" + Keys.jwk(kid) + "}");
    }

    /** The signature, made from the signing input. */
    Exchange signature(Function<String, byte[]> newSigning) {
        signing = newSigning;
        return this;
    }

    /** The text of the finished authenticator is changed. */
    Exchange then(UnaryOperator<String> newChange) {
        change = newChange;
        return this;
    }

    /** One part of the finished authenticator is changed. */
    Exchange thenPart(int index, UnaryOperator<String> partChange) {
        return then(text -> changePart(text, index, partChange));
    }

    /** The values of the Authorization lines, made from the authenticator. */
    Exchange conveyed(Function<String, List<String>> newConveyance) {
        conveyance = newConveyance;
        return this;
    }

    static String changePart(String text, int index, UnaryOperator<String> change) {
        String[] parts = text.split("\\.", -1);
        parts[index] = change.apply(parts[index]);
        return String.join(".", parts);
    }

    // ---- the file ----

    /** The text of the file, one character per octet. */
    String file() {
        StringBuilder file = new StringBuilder();
        settings.forEach((setting, value) ->
                file.append(setting).append(": ").append(value).append('\n'));
        return file.append('\n').append(request()).toString();
    }

    private String request() {
        StringBuilder request = new StringBuilder();
        request.append(sent.method).append(' ').append(sent.target).append(" HTTP/1.1\r\n");
        if (!sent.host.isEmpty()) {
            request.append("Host: ").append(sent.host).append("\r\n");
        }
        sent.fields.forEach(field -> request.append(field.getKey())
                .append(": ")
                .append(field.getValue())
                .append("\r\n"));
        conveyance
                .apply(authenticator())
                .forEach(
                        value -> request.append("Authorization: ").append(value).append("\r\n"));
        return request.append(sent.body.isEmpty() ? "\r\n" : framing.apply(sent.body))
                .toString();
    }

    private String authenticator() {
        String input = Jws.encode(header == null ? "{\"alg\":\"" + alg + "\",\"typ\":\"pop\"}" : header) + "."
                + Jws.encode(payload == null ? payload() : payload);
        return change.apply(input + "." + Keys.base64url(signing.apply(input)));
    }

    private String payload() {
        Map<String, String> members = new LinkedHashMap<>();
        members.put("at", JsonText.string(token.text(random)));
        members.put("ts", Long.toString(NOW));
        members.put("jti", JsonText.string(name));
        members.put("m", JsonText.string(signed.method));
        members.put("u", JsonText.string(signed.host));
        int mark = signed.target.indexOf('?');
        members.put("p", JsonText.string(mark < 0 ? signed.target : signed.target.substring(0, mark)));
        members.put("q", query(mark < 0 ? "" : signed.target.substring(mark + 1)));
        if (!signed.fields.isEmpty()) {
            members.put("h", fields());
        }
        members.put("b", JsonText.string(Keys.sha256(signed.body)));
        members.putAll(claims);
        members.keySet().removeAll(absent);
        return JsonText.object(members);
    }

    private static String query(String query) {
        List<String> names = new ArrayList<>();
        if (!query.isEmpty()) {
            for (String parameter : query.split("&", -1)) {
                names.add(parameter.split("=", 2)[0]);
            }
        }
        return namesAndHash(names, query);
    }

    private String fields() {
        List<String> names = new ArrayList<>();
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, String> field : signed.fields) {
            String lowerCaseName = field.getKey().toLowerCase(Locale.ROOT);
            names.add(lowerCaseName);
            lines.add(lowerCaseName + ": " + field.getValue());
        }
        return namesAndHash(names, String.join("\n", lines));
    }

    private static String namesAndHash(List<String> names, String text) {
        return "[" + JsonText.strings(names) + "," + JsonText.string(Keys.sha256(text)) + "]";
    }
}
