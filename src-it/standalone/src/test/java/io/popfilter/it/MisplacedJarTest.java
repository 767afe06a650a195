// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** filter-tomcat inside of the WAR instead of {@code lib/}. */
class MisplacedJarTest {

    @Test
    void tomcatSaysWhatItMissesAndDoesNotListen(@TempDir Path folder) throws IOException {
        Path war = Files.copy(Installation.artifact("examples-webapp-"), folder.resolve("own.war"));
        try (FileSystem inside = FileSystems.newFileSystem(war)) {
            Files.copy(Installation.artifact("filter-tomcat-"), inside.getPath("WEB-INF/lib/filter-tomcat.jar"));
        }
        StandaloneTomcat documented = StandaloneTomcat.of("tomcat-11");
        StandaloneTomcat misplaced =
                new StandaloneTomcat("tomcat-11", "tomcat-11-misplaced", documented.connectors(), List.of(), war);

        try (StandaloneServer server = misplaced.start()) {
            assertThat(server.log())
                    .contains("Unable to create SSLImplementation for class "
                            + "[io.popfilter.tomcat.SessionTellingImplementation]");
            assertThatThrownBy(() -> new Socket(
                                    InetAddress.getLoopbackAddress(),
                                    server.ports().get(0))
                            .close())
                    .isInstanceOf(ConnectException.class);
        }
    }
}
