// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JWEAlgorithm;
import java.util.Optional;

/** How a token is wrapped. */
enum TokenForm {
    DIR_A256GCM(JWEAlgorithm.DIR, EncryptionMethod.A256GCM, false),
    DIR_A128CBC_HS256(JWEAlgorithm.DIR, EncryptionMethod.A128CBC_HS256, false),
    DIR_A256CBC_HS512(JWEAlgorithm.DIR, EncryptionMethod.A256CBC_HS512, false),
    A128KW_A128GCM(JWEAlgorithm.A128KW, EncryptionMethod.A128GCM, false),
    A128KW_A128CBC_HS256(JWEAlgorithm.A128KW, EncryptionMethod.A128CBC_HS256, false),
    A192KW_A192GCM(JWEAlgorithm.A192KW, EncryptionMethod.A192GCM, false),
    A192KW_A192CBC_HS384(JWEAlgorithm.A192KW, EncryptionMethod.A192CBC_HS384, false),
    A256KW_A256GCM(JWEAlgorithm.A256KW, EncryptionMethod.A256GCM, false),
    A256KW_A256CBC_HS512(JWEAlgorithm.A256KW, EncryptionMethod.A256CBC_HS512, false),
    A128GCMKW_A128GCM(JWEAlgorithm.A128GCMKW, EncryptionMethod.A128GCM, false),
    A128GCMKW_A128CBC_HS256(JWEAlgorithm.A128GCMKW, EncryptionMethod.A128CBC_HS256, false),
    A192GCMKW_A192GCM(JWEAlgorithm.A192GCMKW, EncryptionMethod.A192GCM, false),
    A192GCMKW_A192CBC_HS384(JWEAlgorithm.A192GCMKW, EncryptionMethod.A192CBC_HS384, false),
    A256GCMKW_A256GCM(JWEAlgorithm.A256GCMKW, EncryptionMethod.A256GCM, false),
    A256GCMKW_A256CBC_HS512(JWEAlgorithm.A256GCMKW, EncryptionMethod.A256CBC_HS512, false),
    DIR_A256GCM_NESTED(JWEAlgorithm.DIR, EncryptionMethod.A256GCM, true),
    A256KW_A128CBC_HS256_NESTED(JWEAlgorithm.A256KW, EncryptionMethod.A128CBC_HS256, true),
    RSA_OAEP_256_NESTED(JWEAlgorithm.RSA_OAEP_256, EncryptionMethod.A256GCM, true),
    ECDH_ES_NESTED(JWEAlgorithm.ECDH_ES, EncryptionMethod.A256GCM, true),
    ECDH_ES_A256KW_NESTED(JWEAlgorithm.ECDH_ES_A256KW, EncryptionMethod.A128CBC_HS256, true),
    SIGNED(null, null, true);

    private final JWEAlgorithm algorithm;
    private final EncryptionMethod encryption;
    private final boolean signed;

    TokenForm(JWEAlgorithm algorithm, EncryptionMethod encryption, boolean signed) {
        this.algorithm = algorithm;
        this.encryption = encryption;
        this.signed = signed;
    }

    /** None for a token that everybody can read. */
    Optional<JWEAlgorithm> algorithm() {
        return Optional.ofNullable(algorithm);
    }

    EncryptionMethod encryption() {
        return encryption;
    }

    boolean isSigned() {
        return signed;
    }

    boolean isEncrypted() {
        return algorithm != null;
    }
}
