// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BadConfigurationTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        UNKNOWN_KEY   | tokn.issuer              | https://as.example
        UNKNOWN_KEY   | Resource                 | https://rs.example
        UNKNOWN_KEY   | response-encryption      | off
        UNKNOWN_KEY   | config                   | file:elsewhere.properties
        EMPTY         | resource                 | ''
        EMPTY         | realm                    | ''
        EMPTY         | token.clock-skew         | ''
        EMPTY         | token.decryption-keys    | ''
        EMPTY         | coverage.required        | ''
        EMPTY         | schemes                  | ''
        EMPTY         | schemes                  | ,
        EMPTY         | proof.algorithms         | ,
        EMPTY         | coverage.relaxed         | /a =
        MALFORMED     | resource                 | rs.example
        MALFORMED     | resource                 | https://rs.example/#part
        MALFORMED     | resource                 | https://rs example
        MALFORMED     | public-base-uri          | ftp://rs.example
        MALFORMED     | public-base-uri          | //rs.example
        MALFORMED     | public-base-uri          | https:rs.example
        MALFORMED     | public-base-uri          | https://rs.example?x
        MALFORMED     | public-base-uri          | https://rs.example#x
        MALFORMED     | public-base-uri          | https://user@rs.example
        MALFORMED     | public-base-uri          | https://rs.example:
        MALFORMED     | public-base-uri          | https://rs.example:0
        MALFORMED     | public-base-uri          | https://rs.example:65536
        MALFORMED     | public-base-uri          | https://rs.example/a//b
        MALFORMED     | public-base-uri          | https://rs.example//
        MALFORMED     | public-base-uri          | https://rs.example/a/../b
        MALFORMED     | public-base-uri          | https://rs.example/%61
        DUPLICATE     | public-base-uri          | https://rs.example https://RS.example/
        MALFORMED     | schemes                  | pop
        UNSUPPORTED   | schemes                  | PoP Signature
        MALFORMED     | nonce.secret             | short
        MALFORMED     | nonce.secret             | not+base64url/not+base64url/not+base64url/no
        OUT_OF_RANGE  | nonce.lifetime           | PT9S
        CONTRADICTION | nonce.lifetime           | PT5M
        UNSUPPORTED   | schemes                  | Signature
        MALFORMED     | channel-binding          | on
        CONTRADICTION | channel-binding.types    | tls-exporter
        MALFORMED     | channel-binding.types    | exporter
        MALFORMED     | channel-binding.required-for | payments
        CONTRADICTION | channel-binding.server-certificates | /etc/server.pem
        UNSUPPORTED   | channel-binding.server-certificates | https://as.example/server.pem
        MALFORMED     | channel-binding.server-certificates | -----BEGIN
        DUPLICATE     | channel-binding.server-certificates | /etc/server.pem file:/etc/server.pem
        MALFORMED     | tls.source               | proxy
        MALFORMED     | tls.forwarded.client-certificate | Client_Cert
        MALFORMED     | tls.forwarded.client-certificate-form | xfcc
        MALFORMED     | tls.forwarded.tls-exporter | TLS Exporter
        MALFORMED     | tls.forwarded.tls-server-end-point | a:b
        MALFORMED     | tls.forwarded.tls-unique | -x
        MALFORMED     | tls.forwarded.proxy-certificates | v68ffgcPn6jdYpBfFY2nP4ShE2Yk-6_Mk5PI9yh6ae
        MALFORMED     | tls.forwarded.proxy-certificates | CN=proxy
        MALFORMED     | tls.forwarded.secret-header | Hop.Secret
        MALFORMED     | tls.forwarded.secret     | AAAAAAAAAAAAAAAAAAAA
        MALFORMED     | tls.forwarded.secret     | not base64url at all, whatever it is
        MALFORMED     | tls.forwarded.hop        | public
        CONTRADICTION | tls.forwarded.client-certificate | Client-Cert
        CONTRADICTION | tls.forwarded.client-certificate-form | pem
        CONTRADICTION | tls.forwarded.tls-exporter | TLS-Exporter
        CONTRADICTION | tls.forwarded.proxy-certificates | v68ffgcPn6jdYpBfFY2nP4ShE2Yk-6_Mk5PI9yh6aes
        CONTRADICTION | tls.forwarded.secret     | AAAAAAAAAAAAAAAAAAAAAA
        CONTRADICTION | tls.forwarded.hop        | private
        MALFORMED     | schemes                  | bearer
        MALFORMED     | route.schemes            | /a = pop
        EMPTY         | route.schemes            | /a =
        CONTRADICTION | route.schemes            | /a = PoP; /b = DPoP
        MALFORMED     | route.scopes             | /a
        MALFORMED     | route.scopes             | a = read
        MALFORMED     | route.scopes             | /a = re"ad
        DUPLICATE     | route.scopes             | /a = read read
        CONTRADICTION | route.scopes             | /a = read; /a = write
        EMPTY         | route.acr-values         | /a = ,
        MALFORMED     | route.acr-values         | /a = m\u00e9fa
        MALFORMED     | route.max-age            | /a = 300
        MALFORMED     | route.max-age            | /a = PT0.5S
        OUT_OF_RANGE  | route.max-age            | /a = PT-1S
        MALFORMED     | metadata                 | yes
        CONTRADICTION | metadata.name            | Orders
        CONTRADICTION | metadata.policy          | https://rs.example/policy
        MALFORMED     | metadata.terms           | rs.example/terms
        MALFORMED     | metadata.documentation   | https://user@rs.example/
        MALFORMED     | response-signing         | yes
        CONTRADICTION | response-signing.key     | /WEB-INF/answers.jwk
        CONTRADICTION | response-signing.headers | location
        CONTRADICTION | response-signing.max-bytes | 1KiB
        UNSUPPORTED   | response-signing.key     | https://rs.example/answers.jwk
        UNSUPPORTED   | response-signing.headers | set-cookie
        UNSUPPORTED   | response-signing.headers | date
        UNSUPPORTED   | response-signing.headers | pop-response
        UNSUPPORTED   | response-signing.headers | cache-control
        MALFORMED     | response-signing.headers | x_total
        OUT_OF_RANGE  | response-signing.max-bytes | 4GiB
        DUPLICATE     | schemes                  | PoP,PoP
        MALFORMED     | token.issuer             | https://as.example https://other.example
        MALFORMED     | token.verification-keys  | http://as.example/jwks
        MALFORMED     | token.verification-keys  | HTTP://localhost.example/jwks
        MALFORMED     | token.verification-keys  | https://user@as.example/jwks
        MALFORMED     | token.verification-keys  | https://as.example/jwks#key
        MALFORMED     | token.verification-keys  | https:/jwks
        MALFORMED     | token.verification-keys  | https://as example/jwks
        MALFORMED     | token.verification-keys  | ftp://as.example/jwks
        OUT_OF_RANGE  | token.verification-keys-max-age | PT9S
        OUT_OF_RANGE  | token.verification-keys-max-age | PT24H1S
        OUT_OF_RANGE  | token.verification-keys-stale-for | PT169H
        OUT_OF_RANGE  | token.verification-keys-min-interval | PT0.9S
        OUT_OF_RANGE  | token.verification-keys-min-interval | PT11M
        MALFORMED     | token.profile            | RFC9068
        MALFORMED     | token.encryption         | yes
        CONTRADICTION | token.encryption         | required
        UNSUPPORTED   | token.clients            | https://as.example/clients
        MALFORMED     | token.clients            | {"clients":[]}
        MALFORMED     | token.jku-hosts          | *
        MALFORMED     | token.jku-hosts          | *.example.com
        MALFORMED     | token.jku-hosts          | .example.com
        MALFORMED     | token.jku-hosts          | keys.example.com.
        MALFORMED     | token.jku-hosts          | https://keys.example.com
        MALFORMED     | token.jku-hosts          | keys.example.com/path
        MALFORMED     | token.jku-hosts          | user@keys.example.com
        MALFORMED     | token.jku-hosts          | keys.example.com:0
        DUPLICATE     | token.jku-hosts          | keys.example.com KEYS.example.com:443
        MALFORMED     | token.identifier         | true
        MALFORMED     | token.single-use         | on
        EMPTY         | token.single-use         | ''
        OUT_OF_RANGE  | fetch.connect-timeout    | PT31S
        CONTRADICTION | fetch.connect-timeout    | PT6S
        CONTRADICTION | fetch.timeout            | PT1S
        OUT_OF_RANGE  | fetch.timeout            | PT0.09S
        OUT_OF_RANGE  | fetch.timeout            | PT61S
        OUT_OF_RANGE  | fetch.max-bytes          | 1023
        OUT_OF_RANGE  | fetch.max-bytes          | 16385KiB
        UNSUPPORTED   | token.decryption-keys    | HTTP://as.example/jwks
        MALFORMED     | token.decryption-keys    | {"kty":"oct","k":"a.b/c"}
        MALFORMED     | token.decryption-keys    | c2VjcmV0
        MALFORMED     | token.decryption-keys    | classpath:
        MALFORMED     | token.decryption-keys    | file:
        MALFORMED     | token.decryption-keys    | file:/etc/keys/
        MALFORMED     | token.decryption-keys    | file://host/keys
        MALFORMED     | token.decryption-keys    | ftp://host/keys
        MALFORMED     | token.clock-skew         | 60s
        MALFORMED     | token.clock-skew         | 60
        OUT_OF_RANGE  | token.clock-skew         | PT5M1S
        OUT_OF_RANGE  | token.clock-skew         | PT-1S
        OUT_OF_RANGE  | token.cache-max-entries  | 10000001
        OUT_OF_RANGE  | token.cache-max-entries  | 999999999999999999
        MALFORMED     | token.cache-max-entries  | 9999999999999999999
        MALFORMED     | token.cache-max-entries  | -1
        MALFORMED     | token.cache-max-entries  | 10_000
        MALFORMED     | proof.algorithms         | none
        MALFORMED     | proof.algorithms         | es256
        DUPLICATE     | proof.algorithms         | ES256 ES256
        OUT_OF_RANGE  | proof.max-age            | PT0.9S
        OUT_OF_RANGE  | proof.max-age            | PT1H0.1S
        OUT_OF_RANGE  | proof.max-future         | PT6M
        CONTRADICTION | proof.max-future         | PT61S
        CONTRADICTION | proof.max-age            | PT4S
        MALFORMED     | coverage.required        | method host
        DUPLICATE     | coverage.required        | body body
        MALFORMED     | coverage.relaxed         | /a
        MALFORMED     | coverage.relaxed         | /a = everything
        MALFORMED     | coverage.relaxed         | a = body
        MALFORMED     | coverage.relaxed         | = body
        DUPLICATE     | coverage.relaxed         | /a = body body
        CONTRADICTION | coverage.relaxed         | /a = body; /b = body; /a = query
        MALFORMED     | coverage.required-headers  | x_tenant
        MALFORMED     | coverage.required-headers  | X-Tenant:
        MALFORMED     | coverage.required-headers  | Key
        MALFORMED     | coverage.required-headers  | -x
        UNSUPPORTED   | coverage.required-headers  | X-Tenant Cookie
        UNSUPPORTED   | coverage.required-headers  | Authorization
        DUPLICATE     | coverage.required-headers  | X-Tenant, x-tenant
        CONTRADICTION | coverage.required-headers  | Date
        UNSUPPORTED   | coverage.sensitive-headers | X-Forwarded-For
        CONTRADICTION | coverage.sensitive-headers | x-user date
        MALFORMED     | canonical.allow            | everything
        MALFORMED     | canonical.allow            | ENCODED_PERCENT
        DUPLICATE     | canonical.allow            | date-field date-field
        UNSUPPORTED   | canonical.list-headers     | Content-Type
        UNSUPPORTED   | canonical.list-headers     | Date
        UNSUPPORTED   | canonical.list-headers     | Host
        MALFORMED     | canonical.list-headers     | x.y
        CONTRADICTION | public-base-uri            | https://my_rs.example
        UNSUPPORTED   | replay.store             | none
        UNSUPPORTED   | replay.store             | redis://localhost
        OUT_OF_RANGE  | replay.max-entries       | 0
        OUT_OF_RANGE  | replay.max-entries       | 100000001
        MALFORMED     | body.max-bytes           | 1MB
        MALFORMED     | body.max-bytes           | 1.5MiB
        MALFORMED     | body.max-bytes           | MiB
        OUT_OF_RANGE  | body.max-bytes           | 1025GiB
        OUT_OF_RANGE  | body.max-bytes           | 1099511627777
        OUT_OF_RANGE  | body.max-bytes           | 17179869184GiB
        OUT_OF_RANGE  | body.memory-bytes        | 2GiB
        OUT_OF_RANGE  | body.memory-bytes        | 2147483640
        OUT_OF_RANGE  | body.max-form-bytes      | 2GiB
        OUT_OF_RANGE  | body.max-parts           | 0
        MALFORMED     | body.streaming           | upload
        MALFORMED     | body.streaming           | /a/*/b
        CONTRADICTION | exclude                  | /*
        MALFORMED     | exclude                  | health
        MALFORMED     | exclude                  | *.css
        MALFORMED     | exclude                  | /*.css
        MALFORMED     | exclude                  | /a*
        MALFORMED     | exclude                  | /a/*/b
        MALFORMED     | exclude                  | /a/**
        MALFORMED     | exclude                  | /a?b
        MALFORMED     | exclude                  | /a#b
        MALFORMED     | exclude                  | /a;b
        MALFORMED     | exclude                  | /a%20b
        MALFORMED     | exclude                  | /ä
        MALFORMED     | exclude                  | /a//b
        MALFORMED     | exclude                  | /a//*
        MALFORMED     | exclude                  | /a/./b
        MALFORMED     | exclude                  | /a/../*
        DUPLICATE     | exclude                  | /a, /a
        MALFORMED     | principal.name-claim     | given name
        MALFORMED     | error-mode               | senderror
        MALFORMED     | realm                    | "the realm"
        MALFORMED     | realm                    | Schlüssel
        PLACEHOLDER   | realm                    | ${env:NOT_SET}
        PLACEHOLDER   | realm                    | ${env:}
        PLACEHOLDER   | realm                    | ${file:}
        PLACEHOLDER   | realm                    | ${sys:user.home}
        PLACEHOLDER   | realm                    | ${realm
        MISSING       | realm                    | ${file:/does/not/exist}
        UNREADABLE    | realm                    | ${file:.}
        """)
    void refusesTheValueWithItsKindKeyAndLine(Problem.Kind kind, String key, String value) {
        List<Problem> problems = Configuration.complete()
                .without(key)
                .file("# first line\n" + key + " = " + value + "\n")
                .problems();

        assertThat(problems)
                .filteredOn(problem -> problem.kind() != Problem.Kind.MISSING || kind == Problem.Kind.MISSING)
                .extracting(Problem::kind, Problem::key, Problem::origin)
                .containsExactly(tuple(kind, key, new Origin.FileLine(Configuration.FILE, 2)));
    }

    @Test
    void reportsEverythingAtOnceOneProblemALine() {
        ConfigurationException refusal = Configuration.empty()
                .file("resource =\nproof.max-age = 60s\nresorce = https://rs.example\n")
                .environment("POPFILTER_REALM", "\"")
                .refusal();

        assertThat(refusal.problems())
                .extracting(
                        Problem::kind, Problem::key, problem -> problem.line().orElse(0))
                .containsExactly(
                        tuple(Problem.Kind.UNKNOWN_KEY, "resorce", 3),
                        tuple(Problem.Kind.EMPTY, "resource", 1),
                        tuple(Problem.Kind.MISSING, "token.issuer", 0),
                        tuple(Problem.Kind.MALFORMED, "proof.max-age", 2),
                        tuple(Problem.Kind.MALFORMED, "realm", 0),
                        tuple(Problem.Kind.MISSING, "token.decryption-keys", 0));
        assertThat(refusal.toString().lines()).hasSize(1 + 6);
    }

    @Test
    void namesTheNearestKeyInTheFormOfTheSource() {
        List<Problem> problems = Configuration.complete()
                .initParam("clock-skew", "PT1S")
                .systemProperty("popfilter.proof.maxage", "PT1S")
                .environment("POPFILTER_TOKEN_ISUER", "x")
                .environment("POPFILTER_SERVICE_HOST", "10.0.0.1")
                .problems();

        assertThat(problems)
                .extracting(Problem::kind, Problem::origin, Problem::remedy)
                .containsExactly(
                        tuple(
                                Problem.Kind.UNKNOWN_KEY,
                                new Origin.InitParam("clock-skew"),
                                "did you mean token.clock-skew?"),
                        tuple(
                                Problem.Kind.UNKNOWN_KEY,
                                new Origin.SystemProperty("popfilter.proof.maxage"),
                                "did you mean popfilter.proof.max-age?"),
                        tuple(
                                Problem.Kind.UNKNOWN_KEY,
                                new Origin.EnvironmentVariable("POPFILTER_SERVICE_HOST"),
                                "docs/configuration.md lists the keys"),
                        tuple(
                                Problem.Kind.UNKNOWN_KEY,
                                new Origin.EnvironmentVariable("POPFILTER_TOKEN_ISUER"),
                                "did you mean POPFILTER_TOKEN_ISSUER?"));
    }

    @Test
    void showsTheRightFormOfADuration() {
        Problem problem = Configuration.complete()
                .initParam("proof.max-age", "60s")
                .problems()
                .get(0);

        assertThat(problem)
                .hasToString("proof.max-age (init-param proof.max-age): \"60s\" is not an ISO 8601 duration;"
                        + " write 60 seconds as PT60S, 5 minutes as PT5M");
    }

    @Test
    void refusesAnOverrideThatContradictsTheFile() {
        assertThat(Configuration.complete()
                        .file("proof.max-future = PT10S")
                        .systemProperty("popfilter.proof.max-age", "PT9S")
                        .problems())
                .extracting(Problem::kind, Problem::key, Problem::origin)
                .containsExactly(tuple(
                        Problem.Kind.CONTRADICTION, "proof.max-future", new Origin.FileLine(Configuration.FILE, 1)));
    }

    @Test
    void refusesKeysThatWouldBeTooOldBeforeTheyMayBeFetched() {
        assertThat(Configuration.complete()
                        .file("token.verification-keys-min-interval = PT31S\ntoken.verification-keys-max-age = PT30S")
                        .problems())
                .extracting(Problem::kind, Problem::key, Problem::origin)
                .containsExactly(tuple(
                        Problem.Kind.CONTRADICTION,
                        "token.verification-keys-min-interval",
                        new Origin.FileLine(Configuration.FILE, 1)));
    }
}
