// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.as;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.popfilter.examples.quickstart.jetty.LocalServer;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/**
 * An authorization server: registration of clients, tokens, introspection, revocation, its keys and its metadata.
 *
 * <p>An example to read. What a real one needs besides: TLS, other grants, a database, secrets and tokens stored as hashes,
 * limits on guessing.
 */
public final class AuthorizationServer implements AutoCloseable {

    private final Endpoints endpoints;
    private final SigningKeys keys;
    private final Clients clients;
    private final LocalServer server;

    private AuthorizationServer(Endpoints endpoints, SigningKeys keys, Clients clients, LocalServer server) {
        this.endpoints = endpoints;
        this.keys = keys;
        this.clients = clients;
        this.server = server;
    }

    /** Starts it, with clients that are known already; more can register. */
    public static AuthorizationServer start(
            List<RegisteredClient> clients, List<ResourceServer> resourceServers, InitialAccess access)
            throws IOException {
        return start(clients, resourceServers, access, InstantSource.system());
    }

    static AuthorizationServer start(
            List<RegisteredClient> knownClients,
            List<ResourceServer> resourceServers,
            InitialAccess access,
            InstantSource clock)
            throws IOException {
        LocalServer server = LocalServer.bind();
        Endpoints endpoints = new Endpoints(server.address());
        String issuer = endpoints.issuer().toString();
        Clients clients = new Clients(knownClients);
        ResourceServers readers = new ResourceServers(resourceServers);
        SigningKeys keys = new SigningKeys();
        IssuedTokens issued = new IssuedTokens(clock);
        TokenIssuer tokens = new TokenIssuer(issuer, keys, issued, clock);
        ClientAssertions assertions = new ClientAssertions(
                Set.of(issuer, endpoints.uri(Endpoints.TOKEN).toString()), clock);
        ClientAuthentication ofClients =
                new ClientAuthentication(Endpoints.OF_CLIENTS, clients::credentials, assertions);
        ClientAuthentication ofReaders =
                new ClientAuthentication(Endpoints.OF_RESOURCE_SERVERS, readers::credentials, assertions);
        DpopProofs proofs = new DpopProofs(endpoints.uri(Endpoints.TOKEN), clock);

        ServletContextHandler context = new ServletContextHandler();
        add(context, Endpoints.REGISTRATION, new RegistrationEndpoint(access, clients, clock));
        add(context, Endpoints.TOKEN, new TokenEndpoint(ofClients, proofs, clients, readers, tokens, clock));
        add(context, Endpoints.INTROSPECTION, new IntrospectionEndpoint(issuer, ofReaders, issued, keys, clock));
        add(context, Endpoints.REVOCATION, new RevocationEndpoint(ofClients, clients, issued));
        add(
                context,
                Endpoints.JWKS,
                new PublishedDocument(
                        "application/jwk-set+json", () -> keys.published().toString()));
        add(
                context,
                Endpoints.METADATA,
                new PublishedDocument("application/json", () -> JSONObjectUtils.toJSONString(endpoints.metadata())));
        server.serve(context);
        return new AuthorizationServer(endpoints, keys, clients, server);
    }

    private static void add(ServletContextHandler context, String path, Servlet servlet) {
        context.addServlet(new ServletHolder(servlet), path);
    }

    /** The name that it has in its tokens: its address. */
    public String issuer() {
        return endpoints.issuer().toString();
    }

    /** Where everything else is said (RFC 8414). */
    public URI metadata() {
        return endpoints.uri(Endpoints.METADATA);
    }

    /** Where clients register. */
    public URI registrationEndpoint() {
        return endpoints.uri(Endpoints.REGISTRATION);
    }

    /** Where clients get their tokens. */
    public URI tokenEndpoint() {
        return endpoints.uri(Endpoints.TOKEN);
    }

    /** Where resource servers ask what a token means. */
    public URI introspectionEndpoint() {
        return endpoints.uri(Endpoints.INTROSPECTION);
    }

    /** Where clients give tokens back. */
    public URI revocationEndpoint() {
        return endpoints.uri(Endpoints.REVOCATION);
    }

    /** Where its keys are. */
    public URI jwksUri() {
        return endpoints.uri(Endpoints.JWKS);
    }

    /** The public keys that verify signed tokens, as a JWK Set: for the API's {@code token.verification-keys}. */
    public String verificationKeys() {
        return keys.published().toString();
    }

    /** The clients that have keys: {@code client_id} with {@code jwks} or {@code jwks_uri}, and {@code software_id}. */
    public String clientKeys() {
        return clients.withKeys();
    }

    /** Signs with a new key from now on; those before are still published. */
    public void rotateSigningKey() {
        keys.rotate();
    }

    /** Publishes only the key that signs now: once the last token that an old one signed is over. */
    public void removeOldSigningKeys() {
        keys.removeOld();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
