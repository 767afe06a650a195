// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A strict JSON reader (RFC 8259, with the restrictions of I-JSON, RFC 7493 section 2).
 *
 * <p>Refused, where other parsers differ from each other: duplicate members at any depth, anything before or after the
 * one value, invalid UTF-8, lone surrogates, a byte order mark, comments, single quotes, leading zeros, {@code NaN}, and
 * nesting deeper than {@value #MAX_DEPTH}. The size is bounded by whoever holds the octets.
 */
public final class Json {

    private static final int MAX_DEPTH = 32;
    private static final VarHandle EIGHT_OCTETS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[] text;
    private int at;
    private int depth;

    private Json(byte[] text) {
        this.text = text;
    }

    /** The object that is the whole text. */
    public static JsonObject object(byte[] utf8) throws MalformedException {
        Json json = new Json(utf8);
        json.skipSpace();
        if (json.at == utf8.length || utf8[json.at] != '{') {
            throw new MalformedException("not a JSON object");
        }
        JsonObject object = json.readObject();
        json.skipSpace();
        if (json.at < utf8.length) {
            throw json.defect("something follows the JSON object");
        }
        return object;
    }

    private JsonValue readValue() throws MalformedException {
        skipSpace();
        return switch (peek()) {
            case '{' -> readObject();
            case '[' -> readArray();
            case '"' -> new JsonValue.Text(readString());
            case 't' -> readLiteral("true", JsonValue.Literal.TRUE);
            case 'f' -> readLiteral("false", JsonValue.Literal.FALSE);
            case 'n' -> readLiteral("null", JsonValue.Literal.NULL);
            default -> readNumber();
        };
    }

    private JsonObject readObject() throws MalformedException {
        enter();
        JsonObject object = new JsonObject();
        if (isEnd('}')) {
            return object;
        }
        do {
            skipSpace();
            int start = at;
            if (peek() != '"') {
                throw defect("a member name is expected");
            }
            String name = readString();
            skipSpace();
            expect(':');
            if (!object.add(name, readValue())) {
                at = start;
                throw defect("duplicate member");
            }
        } while (isMore('}'));
        return object;
    }

    private JsonValue.Array readArray() throws MalformedException {
        enter();
        List<JsonValue> elements = new ArrayList<>();
        if (isEnd(']')) {
            return new JsonValue.Array(elements);
        }
        do {
            elements.add(readValue());
        } while (isMore(']'));
        return new JsonValue.Array(elements);
    }

    private void enter() throws MalformedException {
        at++;
        if (++depth > MAX_DEPTH) {
            throw defect("nested too deeply");
        }
    }

    private boolean isEnd(char close) throws MalformedException {
        skipSpace();
        if (peek() != close) {
            return false;
        }
        at++;
        depth--;
        return true;
    }

    private boolean isMore(char close) throws MalformedException {
        if (isEnd(close)) {
            return false;
        }
        expect(',');
        return true;
    }

    private JsonValue readLiteral(String name, JsonValue.Literal literal) throws MalformedException {
        for (int i = 0; i < name.length(); i++) {
            expect(name.charAt(i));
        }
        return literal;
    }

    // RFC 8259 section 6: [ minus ] int [ frac ] [ exp ]
    private JsonValue.Numeral readNumber() throws MalformedException {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        if (peek() == '0') {
            at++;
        } else {
            readDigits();
        }
        if (at < text.length && text[at] == '.') {
            at++;
            readDigits();
        }
        if (at < text.length && (text[at] | 0x20) == 'e') {
            at++;
            if (at < text.length && (text[at] == '+' || text[at] == '-')) {
                at++;
            }
            readDigits();
        }
        return new JsonValue.Numeral(new String(text, start, at - start, StandardCharsets.ISO_8859_1));
    }

    private void readDigits() throws MalformedException {
        int start = at;
        while (at < text.length && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw defect("a value is expected");
        }
    }

    private String readString() throws MalformedException {
        int start = ++at;
        int end = start;
        while (end + Long.BYTES <= text.length && areAllPlain((long) EIGHT_OCTETS.get(text, end))) {
            end += Long.BYTES; // a token, most of what is read here, takes a quarter of the time
        }
        while (end < text.length && isPlain(text[end])) {
            end++;
        }
        if (end < text.length && text[end] == '"') {
            at = end + 1;
            return new String(text, start, end - start, StandardCharsets.ISO_8859_1);
        }
        return readUnplainString(start);
    }

    /** ASCII that stands for itself; an octet of a longer character is negative. */
    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }

    /**
     * The same for eight octets at once: the high bit of an octet is set in the first term when it is not ASCII, and in the
     * others when a subtraction wraps, as it does for a control character, a quotation mark and a backslash.
     */
    private static boolean areAllPlain(long octets) {
        long control = octets - EACH * ' ';
        long quote = (octets ^ EACH * '"') - EACH;
        long backslash = (octets ^ EACH * '\\') - EACH;
        return ((octets | control | quote | backslash) & HIGH_BITS) == 0;
    }

    private String readUnplainString(int start) throws MalformedException {
        StringBuilder string = new StringBuilder();
        int run = start;
        while (at < text.length) {
            byte b = text[at];
            if (b == '"') {
                string.append(utf8(run, at));
                at++;
                requirePairedSurrogates(string);
                return string.toString();
            }
            if (b == '\\') {
                string.append(utf8(run, at));
                at++;
                string.append(readEscape());
                run = at;
            } else if (b >= 0 && b < ' ') {
                throw defect("control character in a string");
            } else {
                at++;
            }
        }
        throw defect("unfinished string");
    }

    private char readEscape() throws MalformedException {
        byte b = peek();
        at++;
        return switch (b) {
            case '"', '\\', '/' -> (char) b;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> readHex();
            default -> throw defect("unknown escape");
        };
    }

    private char readHex() throws MalformedException {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0) {
                throw defect("unknown escape");
            }
            value = value << 4 | digit;
            at++;
        }
        return (char) value;
    }

    private void requirePairedSurrogates(StringBuilder string) throws MalformedException {
        for (int i = 0; i < string.length(); i++) {
            if (Character.isSurrogate(string.charAt(i))) {
                if (i + 1 == string.length() || !Character.isSurrogatePair(string.charAt(i), string.charAt(i + 1))) {
                    throw defect("lone surrogate");
                }
                i++;
            }
        }
    }

    private String utf8(int from, int to) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw defect("invalid UTF-8");
        }
    }

    private void skipSpace() {
        while (at < text.length && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) {
            at++;
        }
    }

    private byte peek() throws MalformedException {
        if (at == text.length) {
            throw defect("unfinished JSON");
        }
        return text[at];
    }

    private void expect(char c) throws MalformedException {
        if (peek() != c) {
            throw defect("unexpected character");
        }
        at++;
    }

    private MalformedException defect(String what) {
        return new MalformedException(what + " at " + at);
    }
}
