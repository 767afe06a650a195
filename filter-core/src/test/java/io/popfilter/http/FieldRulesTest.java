// SPDX-License-Identifier: Apache-2.0
package io.popfilter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.popfilter.parse.MalformedException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRulesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type",
                "etag",
                "x",
                "x-a",
                "x-1",
                "1",
                "dpop",
                "accept",
                "x-http-method-override",
                "a--b"
            })
    void namesOfFieldsThatProxiesLeaveAloneCanBeCovered(String name) {
        assertThat(CanonicalRules.strict().isCoverable(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "-a",
                "a-",
                "A",
                "Content-Type",
                "x_a",
                "x.a",
                "x a",
                "x:a",
                "\u00e9",
                "\u0131",
                "x\u0000",
                "x\n",
                "authorization",
                "host",
                "cookie",
                "connection",
                "content-length",
                "transfer-encoding",
                "user-agent",
                "x-forwarded-for",
                "range",
                "if-match",
                "date",
                "te",
                "expect",
                "keep-alive",
                "proxy-connection",
                "trailer",
                "upgrade",
                "via",
                "max-forwards",
                "forwarded",
                "x-forwarded-proto",
                "x-forwarded-host",
                "x-forwarded-port",
                "x-real-ip",
                "proxy-authorization",
                "proxy-authenticate",
                "accept-encoding",
                "cache-control",
                "pragma",
                "if-none-match",
                "if-modified-since",
                "if-unmodified-since",
                "if-range",
                "age",
                "warning",
                "signature",
                "signature-input"
            })
    void otherNamesCannot(String name) {
        assertThat(CanonicalRules.strict().isCoverable(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '`',
            value = {"v|v", " v |v", "\t v w \t|v w", "VaLue|VaLue", "a, b|a, b", "\"a, b\", c|\"a, b\", c", "!~|!~"})
    void valuesAreTrimmedAndOtherwiseLeftAlone(String line, String value) throws MalformedException {
        assertThat(FieldRules.canonicalValue("x-a", line)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t",
                "a  b",
                "a\tb",
                "a \t b",
                "a\u0000b",
                "a\u0001b",
                "a\nb",
                "a\r\n b",
                "a\u007fb",
                "caf\u00e9",
                "caf\u00c3\u00a9",
                "\u00a0v",
                "v\u00a0",
                "\u2003v"
            })
    void valuesThatChangeOnTheWayAreRefused(String line) {
        for (String name : List.of("x-a", "content-type", "content-encoding")) {
            assertThatThrownBy(() -> FieldRules.canonicalValue(name, line)).isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "application/json|application/json",
                "Application/JSON|application/json",
                "application/json;charset=UTF-8|application/json;charset=utf-8",
                "application/json; charset=utf-8|application/json;charset=utf-8",
                "Application/JSON ; Charset=\"UTF-8\"|application/json;charset=\"utf-8\"",
                "text/plain; Format=Flowed; DelSp=Yes|text/plain;format=Flowed;delsp=Yes",
                "multipart/form-data; boundary=AbC|multipart/form-data;boundary=AbC",
                "multipart/form-data; boundary=\"a;b=C\"; x=y|multipart/form-data;boundary=\"a;b=C\";x=y",
                "a/b; x=\"\\\";\"; Y=z|a/b;x=\"\\\";\";y=z",
                "multipart/related; boundary=----=_Part/1; type=text/xml|multipart/related;boundary=----=_Part/1;type=text/xml",
                "a/b;|a/b",
                "a/b;;c=d;|a/b;c=d",
                "application/vnd.x+JSON|application/vnd.x+json"
            })
    void mediaTypesHaveOneForm(String line, String value) throws MalformedException {
        assertThat(FieldRules.canonicalValue("content-type", line)).isEqualTo(value);
        assertThat(FieldRules.canonicalValue("content-type", value)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "/",
                "a/",
                "/b",
                "a b/c",
                "a/b c",
                "a/b;c",
                "a/b;=d",
                "a/b;c=",
                "a/b;c=\"",
                "a/b;c=\"\\\"",
                "a/b;c=\"d\\",
                ";",
                ";c=d",
                "a/b/c",
                "a/b c=d",
                "a/b;c =d",
                "a/b;c= d",
                "a/b;c=d e",
                "a/b;c=d,e",
                "a/b, c/d",
                "a/b;c=d;C=e",
                "a/b;c=\"d\"e",
                "a/b;c=d\"e\"",
                "a\"/b"
            })
    void malformedMediaTypesAreRefused(String line) {
        assertThatThrownBy(() -> FieldRules.canonicalValue("content-type", line))
                .isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({"gzip,gzip", "GZip,gzip", "'Gzip, Br','gzip, br'"})
    void contentCodingsHaveOneLetterCase(String line, String value) throws MalformedException {
        assertThat(FieldRules.canonicalValue("content-encoding", line)).isEqualTo(value);
    }

    @ValueSource(
            strings = {
                "a/b; c=d",
                "A/B;charset=\"X\"",
                "",
                "a  b",
                "a/b;c=\";\"",
                "a/b ; ;",
                "a;/b",
                "a\"/b;c\";d=e",
                "a/b;x =y"
            })
    @FuzzTest
    void isIdempotentAndPrintable(String line) {
        for (String name : List.of("x-a", "content-type", "content-encoding")) {
            String value;
            try {
                value = FieldRules.canonicalValue(name, String.valueOf(line));
            } catch (MalformedException e) {
                continue;
            }
            assertThat(value).matches("[!-~]([ -~]*[!-~])?");
            assertThatCode(() ->
                            assertThat(FieldRules.canonicalValue(name, value)).isEqualTo(value))
                    .doesNotThrowAnyException();
        }
    }
}
