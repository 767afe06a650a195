// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import java.util.Optional;

/** How a token is wrapped. */
enum TokenForm {
    DIR_A256GCM("dir", "A256GCM", false),
    DIR_A128CBC_HS256("dir", "A128CBC-HS256", false),
    DIR_A256CBC_HS512("dir", "A256CBC-HS512", false),
    A128KW_A128GCM("A128KW", "A128GCM", false),
    A128KW_A128CBC_HS256("A128KW", "A128CBC-HS256", false),
    A192KW_A192GCM("A192KW", "A192GCM", false),
    A192KW_A192CBC_HS384("A192KW", "A192CBC-HS384", false),
    A256KW_A256GCM("A256KW", "A256GCM", false),
    A256KW_A256CBC_HS512("A256KW", "A256CBC-HS512", false),
    A128GCMKW_A128GCM("A128GCMKW", "A128GCM", false),
    A128GCMKW_A128CBC_HS256("A128GCMKW", "A128CBC-HS256", false),
    A192GCMKW_A192GCM("A192GCMKW", "A192GCM", false),
    A192GCMKW_A192CBC_HS384("A192GCMKW", "A192CBC-HS384", false),
    A256GCMKW_A256GCM("A256GCMKW", "A256GCM", false),
    A256GCMKW_A256CBC_HS512("A256GCMKW", "A256CBC-HS512", false),
    DIR_A256GCM_NESTED("dir", "A256GCM", true),
    A256KW_A128CBC_HS256_NESTED("A256KW", "A128CBC-HS256", true),
    RSA_OAEP_256_NESTED("RSA-OAEP-256", "A256GCM", true),
    ECDH_ES_NESTED("ECDH-ES", "A256GCM", true),
    ECDH_ES_A256KW_NESTED("ECDH-ES+A256KW", "A128CBC-HS256", true),
    SIGNED(null, null, true);

    private final String algorithm;
    private final String encryption;
    private final boolean signed;

    TokenForm(String algorithm, String encryption, boolean signed) {
        this.algorithm = algorithm;
        this.encryption = encryption;
        this.signed = signed;
    }

    /** None for a token that everybody can read. */
    Optional<JWEAlgorithm> algorithm() {
        return Optional.ofNullable(algorithm).map(JWEAlgorithm::parse);
    }

    EncryptionMethod encryption() {
        return EncryptionMethod.parse(encryption);
    }

    boolean isSigned() {
        return signed;
    }

    boolean isEncrypted() {
        return algorithm != null;
    }
}
