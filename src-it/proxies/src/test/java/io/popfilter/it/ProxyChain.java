// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Started proxies, one in front of another. */
final class ProxyChain implements AutoCloseable {

    private final List<ProxyProcess> processes = new ArrayList<>();
    private int port;

    private ProxyChain(int backend) {
        this.port = backend;
    }

    /**
     * Starts all, the outermost last.
     *
     * @param configurations the outermost first
     */
    static ProxyChain start(List<String> configurations, int backend) {
        ProxyChain chain = new ProxyChain(backend);
        List<String> innermostFirst = new ArrayList<>(configurations);
        Collections.reverse(innermostFirst);
        try {
            innermostFirst.forEach(chain::add);
            return chain;
        } catch (RuntimeException | Error e) { // a missing program is told by an exception or an error
            chain.close();
            throw e;
        }
    }

    private void add(String configuration) {
        ProxyProcess process = ProxyProcess.start(Product.of(configuration), configuration, port);
        processes.add(process);
        port = process.port();
    }

    /** Where clients connect. */
    int port() {
        return port;
    }

    /** What the proxies printed. */
    String output() {
        StringBuilder output = new StringBuilder();
        processes.forEach(process -> output.append(process.output()));
        return output.toString();
    }

    @Override
    public void close() {
        Collections.reverse(processes); // the outermost first
        processes.forEach(ProxyProcess::close);
    }
}
