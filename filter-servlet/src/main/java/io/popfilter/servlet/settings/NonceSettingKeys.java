// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import static io.popfilter.servlet.settings.Problem.Kind.MALFORMED;

import io.popfilter.nonce.ServerNonces;
import io.popfilter.parse.Base64Url;
import io.popfilter.parse.MalformedException;
import io.popfilter.proof.NonceCheck;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys about nonces, with which clients sign what they could not have signed before. */
public final class NonceSettingKeys {

    /** Whether nonces are asked for. */
    public enum Demand {
        /** They are not. */
        OFF,
        /** Every authenticator has to contain one. */
        REQUIRED
    }

    private static final String REMEDY = "give 32 random octets or more, as base64url";

    static final KeyTable TABLE = new KeyTable();

    public static final SettingKey<Demand> NONCE = TABLE.withDefault(
            "nonce",
            "off",
            Parser.oneOf(List.of(Demand.values()), demand -> demand == Demand.OFF ? "off" : "required"),
            "Whether a proof has to contain a nonce of this server.");

    public static final SettingKey<Optional<byte[]>> SECRET = TABLE.secret(
            "nonce.secret",
            NonceSettingKeys::secret,
            "Secret of the nonces, the same in all servers of a cluster; when none, one that each start makes up.");

    public static final SettingKey<Duration> LIFETIME = TABLE.withDefault(
            "nonce.lifetime",
            "PT5M",
            Quantity.duration("PT10S", "PT24H"),
            "How long a nonce is good at least; at most twice as long.");

    public static final SettingKey<NonceCheck.Scope> SCOPE = TABLE.withDefault(
            "nonce.scope",
            "any-token",
            Parser.oneOf(
                    List.of(NonceCheck.Scope.values()),
                    scope -> scope == NonceCheck.Scope.ANY_TOKEN ? "any-token" : "one-token"),
            "Whether a nonce is good with any token, or with the one that it was handed out for.");

    private NonceSettingKeys() {}

    private static byte[] secret(String text) throws BadValueException {
        byte[] secret;
        try {
            secret = Base64Url.decode(text);
        } catch (MalformedException e) {
            throw BadValueException.unquoted(MALFORMED, "is not base64url without padding", REMEDY);
        }
        if (secret.length < ServerNonces.MIN_SECRET) {
            throw BadValueException.unquoted(
                    MALFORMED, "has fewer than " + ServerNonces.MIN_SECRET + " octets", REMEDY);
        }
        return secret;
    }
}
