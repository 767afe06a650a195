// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import io.popfilter.jose.CompactJwe;
import io.popfilter.jose.DecryptionKey;
import io.popfilter.jose.JoseException;
import io.popfilter.jose.JweDecrypter;
import io.popfilter.jose.KeyDefectException;
import io.popfilter.jose.KeyType;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.JsonObject;
import io.popfilter.parse.JsonValue;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.token.RegisteredClients.RegisteredKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code cnf} (RFC 7800 section 3, RFC 8705 section 3.1, RFC 9449 section 6). Every member has to hold, and one that cannot be checked
 * refuses: a binding that nobody checks is none.
 */
public final class ConfirmationReader {

    private static final String CERTIFICATE = "x5t#S256"; // RFC 8705 section 3.1
    private static final Set<String> CHECKED = Set.of("jwk", "jwe", "kid", "jkt", "jku", CERTIFICATE);

    private final JweDecrypter decrypter = new JweDecrypter();
    private final Supplier<List<DecryptionKey>> decryptionKeys;
    private final Optional<RegisteredClients> clients;
    private final Optional<ConfirmationUrls> urls;

    /**
     * Reads with these keys and sources.
     *
     * @param decryptionKeys what {@code cnf.jwe} is wrapped with; asked for at every use
     * @param clients where {@code cnf.kid} is looked up for a client that is registered there
     * @param urls where {@code cnf.jku} may lead; without it, nowhere
     */
    public ConfirmationReader(
            Supplier<List<DecryptionKey>> decryptionKeys,
            Optional<RegisteredClients> clients,
            Optional<ConfirmationUrls> urls) {
        this.decryptionKeys = decryptionKeys;
        this.clients = clients;
        this.urls = urls;
    }

    /**
     * The confirmation of these claims; none when there is no {@code cnf}.
     *
     * @param confidentiality whether others than sender and receiver can have read the claims
     */
    public Confirmation read(JsonObject claims, Confidentiality confidentiality, Instant now) throws Rejection {
        JsonValue value = claims.get("cnf");
        if (value == null) {
            return Confirmation.none();
        }
        if (!(value instanceof JsonObject cnf) || cnf.names().isEmpty()) {
            throw new Rejection(Reason.CONFIRMATION_MALFORMED, Facts.about("cnf is not an object with members"));
        }
        for (String name : cnf.names()) {
            if (!CHECKED.contains(name)) {
                throw new Rejection(Reason.CONFIRMATION_UNSUPPORTED, Facts.about(name));
            }
        }
        try {
            Optional<RegisteredKey> registered = registeredKey(cnf, claims.text("client_id"), now);
            return registered.isPresent()
                    ? ofRegistered(cnf, registered.get())
                    : ofToken(cnf, key(cnf, confidentiality, now));
        } catch (MalformedException e) {
            throw new Rejection(Reason.CONFIRMATION_MALFORMED, Facts.about(e.defect()));
        }
    }

    /** A {@code kid} without a key beside it may be one that the client registered (RFC 7800 section 3.4). */
    private Optional<RegisteredKey> registeredKey(JsonObject cnf, @Nullable String clientId, Instant now)
            throws Rejection, MalformedException {
        String kid = cnf.text("kid");
        boolean hasKey = cnf.has("jwk") || cnf.has("jwe") || cnf.has("jku");
        if (clients.isEmpty() || kid == null || clientId == null || hasKey) {
            return Optional.empty();
        }
        return clients.get().key(clientId, kid, now);
    }

    private static Confirmation ofRegistered(JsonObject cnf, RegisteredKey registered)
            throws Rejection, MalformedException {
        String jkt = cnf.text("jkt");
        if (jkt != null) {
            requireSame(registered.key(), jkt, "jkt");
        }
        return new Confirmation(registered.key(), List.of(), jkt != null, cnf.text(CERTIFICATE), registered.binding());
    }

    private static Confirmation ofToken(JsonObject cnf, @Nullable VerificationKey key)
            throws Rejection, MalformedException {
        String jkt = cnf.text("jkt");
        String kid = cnf.text("kid");
        List<String> thumbprints = new ArrayList<>();
        if (jkt != null) {
            requireSame(key, jkt, "jkt");
            thumbprints.add(jkt);
        }
        if (kid != null && !isOwnKid(key, kid)) {
            requireSame(key, kid, "kid");
            thumbprints.add(kid);
        }
        return new Confirmation(key, thumbprints, jkt != null, cnf.text(CERTIFICATE), Binding.TOKEN);
    }

    private static boolean isOwnKid(@Nullable VerificationKey key, String kid) {
        return key != null && key.kid().filter(kid::equals).isPresent();
    }

    private static void requireSame(@Nullable VerificationKey key, String thumbprint, String member) throws Rejection {
        if (key != null && !key.thumbprint().is(thumbprint)) {
            throw new Rejection(Reason.CONFIRMATION_CONFLICT, Facts.about(member));
        }
    }

    private @Nullable VerificationKey key(JsonObject cnf, Confidentiality confidentiality, Instant now)
            throws Rejection, MalformedException {
        JsonValue jwk = cnf.get("jwk");
        String jwe = cnf.text("jwe");
        String jku = cnf.text("jku");
        if (Stream.of(jwk, jwe, jku).filter(Objects::nonNull).count() > 1) {
            // RFC 7800 section 3.1: cnf represents one key
            throw new Rejection(Reason.CONFIRMATION_CONFLICT, Facts.about("more than one of jwk, jwe and jku"));
        }
        if (jku != null) {
            return urls.orElseThrow(() -> new Rejection(Reason.CONFIRMATION_UNSUPPORTED, Facts.about("jku")))
                    .key(jku, cnf.text("kid"), now);
        }
        if (jwk instanceof JsonValue.Text wrapped) {
            return unwrap(wrapped.value()); // draft-jones-oauth-proof-of-possession-00 section 3.2
        }
        if (jwe != null) {
            return unwrap(jwe);
        }
        if (jwk == null) {
            return null;
        }
        if (!(jwk instanceof JsonObject object)) {
            throw new MalformedException("jwk is neither an object nor a string");
        }
        VerificationKey key = parse(object);
        // RFC 7800 section 3.2: in the clear, everybody who saw the token could sign
        if (key.type() == KeyType.SECRET && confidentiality == Confidentiality.READABLE) {
            throw new Rejection(Reason.CONFIRMATION_KEY_EXPOSED);
        }
        return key;
    }

    private VerificationKey unwrap(String jwe) throws Rejection, MalformedException {
        try {
            byte[] jwk = decrypter
                    .decrypt(CompactJwe.parse(jwe), decryptionKeys.get())
                    .plaintext();
            return parse(Json.object(jwk));
        } catch (JoseException e) {
            throw new Rejection(Reason.CONFIRMATION_KEY_UNDECRYPTABLE, Facts.about(e.detail()));
        }
    }

    private static VerificationKey parse(JsonObject jwk) throws Rejection {
        try {
            return VerificationKey.fromJwk(jwk);
        } catch (KeyDefectException e) {
            throw new Rejection(Reason.KEY_UNACCEPTABLE, Facts.about(e.detail()));
        }
    }
}
