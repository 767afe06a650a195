// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A reverse proxy as Debian packages it, and how it is started in the foreground with a directory of its own. */
enum Product {
    NGINX("nginx") {
        @Override
        List<String> options(Path configuration, Path directory, int port) {
            String globals = "daemon off; user root; worker_processes 1; error_log stderr; pid " + directory
                    + "/nginx.pid;"; // with no user of its own it is that of the test, whose directory it writes to
            return List.of("-e", "stderr", "-c", configuration.toString(), "-g", globals);
        }
    },
    HAPROXY("haproxy") {
        @Override
        List<String> options(Path configuration, Path directory, int port) {
            return List.of("-db", "-f", configuration.toString());
        }
    },
    APACHE("apache2") {
        @Override
        List<String> options(Path configuration, Path directory, int port) {
            return List.of("-d", directory.toString(), "-f", configuration.toString(), "-D", "FOREGROUND");
        }
    },
    VARNISH("varnishd") {
        @Override
        List<String> options(Path configuration, Path directory, int port) {
            return List.of(
                    "-F",
                    "-j",
                    "none", // no sandbox: that needs users of its own
                    "-a",
                    "127.0.0.1:" + port,
                    "-f",
                    configuration.toString(),
                    "-n",
                    directory.resolve("varnish").toString(),
                    "-s",
                    "malloc,16m",
                    "-p",
                    "vsl_space=1m",
                    "-p",
                    "http_req_hdr_len=16k"); // an authenticator is one field line of up to 8 KiB
        }
    };

    private final String program;

    Product(String program) {
        this.program = program;
    }

    /** The one that a configuration is for: its file is named after it. */
    static Product of(String configuration) {
        return Arrays.stream(values())
                .filter(product -> configuration.startsWith(product.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow();
    }

    /** The name of the program, and of the package but for varnishd. */
    String program() {
        return program;
    }

    abstract List<String> options(Path configuration, Path directory, int port);
}
