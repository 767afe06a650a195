// SPDX-License-Identifier: Apache-2.0
package io.popfilter.parse;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    static final String[] ACCEPTED = {
        "{}",
        " \t\r\n{ \"a\" : 1 , \"b\" : [ ] } \n",
        "{\"a\":\"\"}",
        "{\"\":\"\"}",
        "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u00E9\"}",
        "{\"a\":\"\u00e9\u20ac\uD83D\uDE00\",\"\u00e9\":1}",
        "{\"a\":\"\\uD83D\\uDE00\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":[0,-0,1,-1,10,1.5,0.0,1e1,1E+1,1e-1,-1.25e+300]}",
        "{\"a\":[true,false,null,[],{},[[]],[{}]]}",
        "{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}",
        "{\"a\":\"\u007f\u2028\"}",
    };

    static final String[] REFUSED = {
        "",
        " ",
        "{",
        "}",
        "[]",
        "\"a\"",
        "1",
        "null",
        "{]",
        "{}}",
        "{}{}",
        "{},",
        "{}x",
        "{}\u0000",
        "x{}",
        "\uFEFF{}",
        "/**/{}",
        "{//\n}",
        "{'a':1}",
        "{a:1}",
        "{1:1}",
        "{null:1}",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\" 1}",
        "{\"a\":1,}",
        "{,\"a\":1}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":1,,\"b\":2}",
        "{\"a\":1;\"b\":2}",
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"o\":{\"a\":1,\"a\":2}}",
        "{\"o\":[{\"a\":1,\"a\":2}]}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":-}",
        "{\"a\":1e}",
        "{\"a\":1e+}",
        "{\"a\":0x1}",
        "{\"a\":1_0}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":-01}",
        "{\"a\":00}",
        "{\"a\":\u0661}",
        "{\"a\":\uFF11}",
        "{\"a\":True}",
        "{\"a\":tru}",
        "{\"a\":truex}",
        "{\"a\":nul}",
        "{\"a\":undefined}",
        "{\"a\":\"",
        "{\"a\":\"\\",
        "{\"a\":\"\\\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u12G4\"}",
        "{\"a\":\"\\U0041\"}",
        "{\"a\":\"\\u\uFF11\uFF11\uFF11\uFF11\"}",
        "{\"a\":\"\n\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":\"\\uD83D\"}",
        "{\"a\":\"\\uDE00\"}",
        "{\"a\":\"\\uDE00\\uD83D\"}",
        "{\"a\":\"\\uD83Dx\"}",
        "{\"a\":\"\\uD83D\\n\"}",
        "{\"a\":[1,]}",
        "{\"a\":[,1]}",
        "{\"a\":[1 2]}",
        "{\"a\":[}",
        "{\"a\":[1}",
        "{\"a\":[1}]",
        "{\"a\":{]}",
        "{\u00A0}",
        "{\"a\":1\u000B}",
        "{\"a\":1\f}",
    };

    @ParameterizedTest
    @FieldSource("ACCEPTED")
    void accepts(String text) throws MalformedException {
        Json.object(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @FieldSource("REFUSED")
    void refuses(String text) {
        assertThatThrownBy(() -> Json.object(text.getBytes(UTF_8))).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u00ff",
                "\u00c0\u0080",
                "\u00ed\u00a0\u0080",
                "\u00e2\u0082",
                "\u0080",
                "\u00f5\u0080\u0080\u0080"
            })
    void bcp07_refusesOctetsThatAreNotUtf8(String octets) {
        for (String text :
                List.of("{\"a\":\"" + octets + "\"}", "{\"" + octets + "\":1}", "{\"a\":\"\\n" + octets + "\"}")) {
            assertThatThrownBy(() -> Json.object(text.getBytes(ISO_8859_1))).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void nestsUpTo32() throws MalformedException {
        Json.object(nested(32).getBytes(UTF_8));
        assertThatThrownBy(() -> Json.object(nested(33).getBytes(UTF_8))).isInstanceOf(MalformedException.class);
    }

    private static String nested(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    @Test
    void breadthIsNoDepth() throws MalformedException {
        String many = "{\"a\":[" + "[{}],".repeat(1000) + "1]}";
        Json.object(many.getBytes(UTF_8));
    }

    @Test
    void readsWhatIsThere() throws MalformedException {
        JsonObject object = Json.object(("{\"text\":\"a\\u00e9\\n\u00e9\",\"number\":-1.50e3,\"list\":[\"x\",\"y\"],"
                        + "\"object\":{\"t\":true,\"f\":false,\"n\":null}}")
                .getBytes(UTF_8));

        assertThat(object.names()).containsExactly("text", "number", "list", "object");
        assertThat(object.text("text")).isEqualTo("a\u00e9\n\u00e9");
        assertThat(object.get("number")).isEqualTo(new JsonValue.Numeral("-1.50e3"));
        assertThat(object.texts("list")).containsExactly("x", "y");
        JsonObject inner = Objects.requireNonNull(object.object("object"));
        assertThat(inner.get("t")).isEqualTo(JsonValue.Literal.TRUE);
        assertThat(inner.get("f")).isEqualTo(JsonValue.Literal.FALSE);
        assertThat(inner.get("n")).isEqualTo(JsonValue.Literal.NULL);
        assertThat(object.get("missing")).isNull();
        assertThat(object.text("missing")).isNull();
    }

    @Test
    void saysWhenAMemberIsOfAnotherType() throws MalformedException {
        JsonObject object = Json.object("{\"a\":null,\"l\":[1]}".getBytes(UTF_8));
        assertThatThrownBy(() -> object.text("a")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> object.object("a")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> object.texts("a")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> object.texts("l")).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 1000})
    void findsMembersOfSmallAndLargeObjects(int count) throws MalformedException {
        StringBuilder text = new StringBuilder("{");
        IntStream.range(0, count)
                .forEach(i ->
                        text.append("\"n").append(i).append("\":\"v").append(i).append("\","));
        JsonObject object = Json.object(text.append("\"last\":1}").toString().getBytes(UTF_8));
        for (int i = 0; i < count; i++) {
            assertThat(object.text("n" + i)).isEqualTo("v" + i);
        }
        assertThat(object.has("n" + count)).isFalse();
        String duplicate = text.substring(0, text.length() - 1) + ",\"n" + (count - 1) + "\":1}";
        assertThatThrownBy(() -> Json.object(duplicate.getBytes(UTF_8))).isInstanceOf(MalformedException.class);
    }

    @Test
    void writesWhatItReads() throws MalformedException {
        String odd = "\u0000\u001f\"\\/\u007f\u00e9\u20ac\uD83D\uDE00</script>";
        JsonWriter writer = new JsonWriter();
        writer.text(odd, odd);
        writer.number("n", Long.MIN_VALUE);
        writer.namesAndHash("q", List.of("", odd), "hash");
        writer.namesAndHash("none", List.of(), "");
        writer.raw("raw", "{\"a\":[]}");
        JsonObject read = Json.object(writer.toString().getBytes(UTF_8));

        assertThat(read.names()).containsExactly(odd, "n", "q", "none", "raw");
        assertThat(read.text(odd)).isEqualTo(odd);
        assertThat(read.get("n")).isEqualTo(new JsonValue.Numeral(Long.toString(Long.MIN_VALUE)));
        assertThat(read.get("q"))
                .isEqualTo(new JsonValue.Array(List.of(
                        new JsonValue.Array(List.of(new JsonValue.Text(""), new JsonValue.Text(odd))),
                        new JsonValue.Text("hash"))));
        assertThat(new JsonWriter()).hasToString("{}");
    }
}
