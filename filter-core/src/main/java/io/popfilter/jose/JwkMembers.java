// SPDX-License-Identifier: Apache-2.0
package io.popfilter.jose;

import io.popfilter.parse.Base64Url;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.MalformedException;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the members of one JWK (RFC 7517 section 4, RFC 7518 section 6), with errors that never quote a value. */
final class JwkMembers {

    private final JsonObject jwk;

    JwkMembers(JsonObject jwk) {
        this.jwk = jwk;
    }

    boolean has(String name) {
        return jwk.has(name);
    }

    @Nullable
    String optionalText(String name) throws KeyDefectException {
        try {
            return jwk.text(name);
        } catch (MalformedException e) {
            throw KeyDefectException.unacceptable(e.defect());
        }
    }

    String text(String name) throws KeyDefectException {
        String value = optionalText(name);
        if (value == null) {
            throw KeyDefectException.unacceptable(name + " is missing");
        }
        return value;
    }

    byte[] octets(String name) throws KeyDefectException {
        try {
            return Base64Url.decode(text(name));
        } catch (MalformedException e) {
            throw KeyDefectException.unacceptable(name + ": " + e.defect());
        }
    }

    byte[] octets(String name, int length) throws KeyDefectException {
        byte[] octets = octets(name);
        // RFC 7518 6.2.1.2: the full size of a coordinate, leading zeros included, or one key has two thumbprints
        if (octets.length != length) {
            throw KeyDefectException.unacceptable(name + " is not of " + length + " octets");
        }
        return octets;
    }

    /** A Base64urlUInt (RFC 7518 section 2): no leading zero octet. */
    BigInteger number(String name) throws KeyDefectException {
        byte[] octets = octets(name);
        if (octets.length == 0 || octets[0] == 0) {
            throw KeyDefectException.unacceptable(name + " is not a minimal number");
        }
        return new BigInteger(1, octets);
    }

    /** RFC 7517 4.2 and 4.3: a key that says what it is for is used for nothing else. */
    void requirePurpose(String use, String operation) throws KeyDefectException {
        String stated = optionalText("use");
        if (stated != null && !stated.equals(use)) {
            throw KeyDefectException.unacceptable("use is not " + use);
        }
        try {
            List<String> operations = jwk.texts("key_ops");
            if (operations != null && !operations.contains(operation)) {
                throw KeyDefectException.unacceptable("key_ops lacks " + operation);
            }
        } catch (MalformedException e) {
            throw KeyDefectException.unacceptable(e.defect());
        }
    }
}
