// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.answer.AnswerSigner;
import io.popfilter.jose.KeyDefectException;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.Json;
import io.popfilter.parse.MalformedException;
import io.popfilter.servlet.answer.AnswerPolicy;
import io.popfilter.servlet.settings.ResponseSettingKeys;
import io.popfilter.servlet.settings.Settings;
import java.time.InstantSource;
import java.util.Optional;

/** Puts together how answers are signed. */
record AnswerKind(Settings settings, KeyFiles files, InstantSource clock, RefusalLog log) {

    AnswerPolicy policy() {
        Optional<SigningKey> key = settings.answerKey()
                .flatMap(location -> files.once(
                        ResponseSettingKeys.KEY, location, json -> Optional.of(pair(json)), Optional.empty()));
        return new AnswerPolicy(
                new AnswerSigner(clock),
                settings.answerHeaders(),
                settings.answerMaxBytes(),
                key,
                settings.cors(),
                log::notSigned);
    }

    /** A secret does not parse as one: everybody who knew it could answer as this server. */
    private static SigningKey pair(byte[] json) throws MalformedException {
        try {
            return SigningKey.fromPrivateJwk(Json.object(json));
        } catch (KeyDefectException e) {
            throw new MalformedException(e.detail());
        }
    }
}
