// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.parse.Base64Url;
import io.popfilter.parse.MalformedException;
import io.popfilter.tls.BindingType;
import io.popfilter.tls.CertificateForm;
import io.popfilter.tls.CertificateThumbprint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys about who tells of TLS connections: the container, or a proxy in front of it. */
public final class TlsSettingKeys {

    /** Who tells. */
    public enum Source {
        /** The container, in which the connection ends. */
        DIRECT,
        /** A proxy, in which it ends. */
        FORWARDED
    }

    /** What stands in for a proof that a request comes from the proxy. */
    public enum Reach {
        /** Nobody else reaches the listener. */
        PRIVATE
    }

    /** 128 bits. */
    private static final int MIN_SECRET = 16;

    private static final int THUMBPRINT = 32;

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<Source> SOURCE = TABLE.withDefault(
            "tls.source",
            "direct",
            Parser.oneOf(List.of(Source.values()), source -> source.name().toLowerCase(Locale.ROOT)),
            "Who tells of TLS connections: the container, or a proxy by the fields below; never both.");

    public static final SettingKey<Optional<String>> CLIENT_CERTIFICATE = TABLE.optional(
            "tls.forwarded.client-certificate",
            HeaderText::name,
            "Header in which the proxy writes the certificate of its client.");

    public static final SettingKey<CertificateForm> CLIENT_CERTIFICATE_FORM = TABLE.withDefault(
            "tls.forwarded.client-certificate-form",
            "rfc9440",
            Parser.oneOf(List.of(CertificateForm.values()), CertificateForm::toString),
            "How it writes it: as RFC 9440 says, or as PEM on one line.");

    public static final SettingKey<Optional<String>> EXPORTER = binding(BindingType.TLS_EXPORTER);

    public static final SettingKey<Optional<String>> SERVER_END_POINT = binding(BindingType.TLS_SERVER_END_POINT);

    public static final SettingKey<Optional<String>> UNIQUE = binding(BindingType.TLS_UNIQUE);

    public static final SettingKey<List<CertificateThumbprint>> PROXY_CERTIFICATES = TABLE.withDefault(
            "tls.forwarded.proxy-certificates",
            "",
            Parser.listOf(TlsSettingKeys::thumbprint),
            "Thumbprints of the certificates with which the proxy connects, by which it is known.");

    public static final SettingKey<Optional<String>> SECRET_HEADER = TABLE.optional(
            "tls.forwarded.secret-header",
            HeaderText::name,
            "Header with a secret of the proxy, by which it is known; the application does not see it.");

    public static final SettingKey<Optional<String>> SECRET =
            TABLE.secret("tls.forwarded.secret", TlsSettingKeys::secret, "That secret.");

    public static final SettingKey<Optional<Reach>> HOP = TABLE.optional(
            "tls.forwarded.hop",
            Parser.oneOf(List.of(Reach.values()), reach -> reach.name().toLowerCase(Locale.ROOT)),
            "That the proxy need not be known, because nobody else can reach this server.");

    private TlsSettingKeys() {}

    private static SettingKey<Optional<String>> binding(BindingType type) {
        return TABLE.optional(
                "tls.forwarded." + type,
                HeaderText::name,
                "Header in which the proxy writes the channel binding " + type + ".");
    }

    /** The key for the header with channel bindings of this type. */
    static SettingKey<Optional<String>> field(BindingType type) {
        return switch (type) {
            case TLS_EXPORTER -> EXPORTER;
            case TLS_SERVER_END_POINT -> SERVER_END_POINT;
            case TLS_UNIQUE -> UNIQUE;
        };
    }

    private static CertificateThumbprint thumbprint(String text) throws BadValueException {
        if (!isBase64Url(text, THUMBPRINT, THUMBPRINT)) {
            throw BadValueException.about(
                    text, MALFORMED, "is not a thumbprint", "give the SHA-256 hash of the DER, as base64url");
        }
        return new CertificateThumbprint(text);
    }

    private static String secret(String text) throws BadValueException {
        if (!isBase64Url(text, MIN_SECRET, Integer.MAX_VALUE)) {
            throw BadValueException.unquoted(
                    MALFORMED,
                    "is not base64url without padding of " + MIN_SECRET + " octets or more",
                    "give 16 random octets or more, as base64url");
        }
        return text;
    }

    private static boolean isBase64Url(String text, int min, int max) {
        try {
            int length = Base64Url.decode(text).length;
            return length >= min && length <= max;
        } catch (MalformedException e) {
            return false;
        }
    }
}
