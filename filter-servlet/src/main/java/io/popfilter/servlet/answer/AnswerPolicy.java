// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.answer;

import io.popfilter.answer.AnswerSigner;
import io.popfilter.jose.KeyType;
import io.popfilter.jose.SigningKey;
import io.popfilter.servlet.settings.CorsPolicy;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * How answers are signed.
 *
 * @param signer who makes the signature
 * @param fields the header fields that it covers, in lower case
 * @param maxOctets how much of a body is held for a signature in the header
 * @param ownKey the key pair of this server, for requests that were not signed with a secret that it shares
 * @param cors what pages of other origins get
 * @param log told why an answer that was to be signed is not
 */
public record AnswerPolicy(
        AnswerSigner signer,
        List<String> fields,
        int maxOctets,
        Optional<SigningKey> ownKey,
        CorsPolicy cors,
        Consumer<String> log) {

    /** Copies the list, and gives the key a name. */
    public AnswerPolicy {
        fields = List.copyOf(fields);
        ownKey = ownKey.map(SigningKey::named);
        if (ownKey.filter(key -> key.algorithm().keyType() == KeyType.SECRET).isPresent()) {
            throw new IllegalArgumentException("a secret is no key of the server's own");
        }
    }
}
