// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The WAR in a container; system properties are set only while it starts. */
record DeployedWar(String contextPath, TemporaryDirectory directory, CapturedLog log, Container.Running container)
        implements AutoCloseable {

    static DeployedWar at(String contextPath, Map<String, String> more) {
        return in(Container.ofThisModule(), contextPath, more);
    }

    static DeployedWar in(Container kind, String contextPath, Map<String, String> more) {
        TemporaryDirectory directory = TemporaryDirectory.create();
        CapturedLog log = CapturedLog.open();
        Map<String, String> settings = Server.settings(directory.path());
        settings.putAll(more);
        settings.forEach((name, value) -> System.setProperty("popfilter." + name, value));
        try {
            Path war = Path.of(System.getProperty("it.war"));
            Path scratch = Files.createDirectory(directory.path().resolve("container"));
            Container.WarDeployer deployer = kind.warDeployer().orElseThrow();
            return new DeployedWar(contextPath, directory, log, deployer.start(contextPath, war, scratch));
        } catch (Exception e) {
            throw new AssertionError("the container does not start", e);
        } finally {
            settings.keySet().forEach(name -> System.clearProperty("popfilter." + name));
        }
    }

    Answer send(WireRequest request) {
        return request.sendTo(container.port());
    }

    WireRequest request(String method, String target) {
        return WireRequest.of(method, target, "127.0.0.1:" + container.port());
    }

    URI uri(String target) {
        return URI.create("http://127.0.0.1:" + container.port() + target);
    }

    @Override
    public void close() {
        container.close();
        log.close();
        directory.close();
    }
}
