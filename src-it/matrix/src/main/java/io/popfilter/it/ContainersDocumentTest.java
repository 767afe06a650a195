// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What docs/containers.md says about targets is what is tested. */
class ContainersDocumentTest {

    private static final Path DOCUMENT = Path.of("../../docs/containers.md");

    @Test
    void bothTablesAreThoseOfTheExpectations() throws IOException {
        assertThat(Files.readString(DOCUMENT))
                .contains("\n\n" + PinTables.overHttp1() + "\n")
                .contains("\n\n" + PinTables.otherwiseOverHttp2() + "\n");
    }
}
