// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.body.RefusedBodyException;
import io.popfilter.jose.Digests;
import io.popfilter.reject.Rejection;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BodyUploadTest {

    @ParameterizedTest
    @EnumSource
    void everyWayTakesInAllOctets(BodySize size) throws Exception {
        byte[] octets = size.octets();
        BodyUpload upload = new BodyUpload(octets, octets);

        assertThat(upload.memory()).isEqualTo(octets.length);
        assertThat(upload.file()).isEqualTo(octets.length);
        assertThat(upload.streamed()).isEqualTo(octets.length);
        assertThat(upload.bare()).isEqualTo(Digests.newSha256().digest(octets));
    }

    @ParameterizedTest
    @EnumSource
    void everyWayRefusesAChangedOctet(BodySize size) {
        byte[] changed = size.octets();
        changed[changed.length - 1] ^= 1;
        BodyUpload upload = new BodyUpload(changed, size.octets());

        assertThatThrownBy(upload::memory).isInstanceOf(Rejection.class);
        assertThatThrownBy(upload::file).isInstanceOf(Rejection.class);
        assertThatThrownBy(upload::streamed).isInstanceOf(RefusedBodyException.class);
    }
}
