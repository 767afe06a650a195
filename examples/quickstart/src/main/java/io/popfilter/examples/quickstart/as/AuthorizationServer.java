// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import io.popfilter.examples.quickstart.jetty.LocalServer;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/**
 * An authorization server with one endpoint, {@code POST /token}.
 *
 * <p>An example to read. What a real one needs besides: TLS, other grants, secrets stored as hashes, limits on guessing.
 */
public final class AuthorizationServer implements AutoCloseable {

    private final TokenIssuer issuer;
    private final LocalServer server;

    private AuthorizationServer(TokenIssuer issuer, LocalServer server) {
        this.issuer = issuer;
        this.server = server;
    }

    /** Starts it; the issuer is the name that it has in its tokens. */
    public static AuthorizationServer start(
            String issuer, List<RegisteredClient> clients, List<ResourceServer> resourceServers) throws IOException {
        TokenIssuer tokens = new TokenIssuer(issuer, InstantSource.system());
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new TokenEndpoint(clients, resourceServers, tokens)), "/token");
        return new AuthorizationServer(tokens, LocalServer.start(context));
    }

    /** Where clients get their tokens. */
    public URI tokenEndpoint() {
        return server.uri("/token");
    }

    /** The public key that verifies signed tokens, as a JWK Set: for the API's {@code token.verification-keys}. */
    public String verificationKeys() {
        return issuer.verificationKeys();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
