// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tls;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The hash of a server's certificate, {@code tls-server-end-point} (RFC 5929 section 4.1). */
public final class ServerEndPoint {

    private ServerEndPoint() {}

    /** The value for a certificate; unavailable when its signature has no hash of its own, as with Ed25519. */
    public static ChannelBinding of(X509Certificate certificate) {
        try {
            Optional<String> hash = hash(certificate);
            return hash.isEmpty()
                    ? new ChannelBinding.Unavailable(
                            "RFC 5929 defines no hash for certificates signed with " + certificate.getSigAlgName())
                    : ChannelBinding.of(MessageDigest.getInstance(hash.get()).digest(certificate.getEncoded()));
        } catch (GeneralSecurityException e) {
            return new ChannelBinding.Unavailable("the server's certificate cannot be hashed");
        }
    }

    /** The values for a server that shows one of these certificates; unavailable when there is none with a value. */
    public static ChannelBinding ofAny(List<X509Certificate> certificates) {
        List<ChannelBinding> all = certificates.stream().map(ServerEndPoint::of).toList();
        List<String> known = all.stream()
                .filter(ChannelBinding.Known.class::isInstance)
                .flatMap(binding -> ((ChannelBinding.Known) binding).values().stream())
                .toList();
        if (!known.isEmpty()) {
            return new ChannelBinding.Known(known);
        }
        return all.isEmpty() ? new ChannelBinding.Unavailable("the server's certificate is not known") : all.get(0);
    }

    private static Optional<String> hash(X509Certificate certificate) throws GeneralSecurityException {
        String algorithm = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        if (algorithm.equals("RSASSA-PSS")) {
            return Optional.of(atLeastSha256(pssHash(certificate)));
        }
        int with = algorithm.indexOf("WITH");
        return with < 0 ? Optional.empty() : Optional.of(atLeastSha256(algorithm.substring(0, with)));
    }

    private static String pssHash(X509Certificate certificate) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
        try {
            parameters.init(certificate.getSigAlgParams());
            return parameters.getParameterSpec(PSSParameterSpec.class).getDigestAlgorithm();
        } catch (IOException | InvalidParameterSpecException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** RFC 5929 section 4.1: MD5 and SHA-1 are replaced by SHA-256. */
    private static String atLeastSha256(String hash) {
        String plain = hash.toUpperCase(Locale.ROOT).replace("-", "");
        return switch (plain) {
            case "MD5", "SHA1", "SHA256" -> "SHA-256";
            case "SHA224" -> "SHA-224";
            case "SHA384" -> "SHA-384";
            case "SHA512" -> "SHA-512";
            default -> hash;
        };
    }
}
