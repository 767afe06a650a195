// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet;

import io.popfilter.authorization.Requirement;
import io.popfilter.jose.JwkSet;
import io.popfilter.jose.SigningKey;
import io.popfilter.parse.JsonWriter;
import io.popfilter.scheme.SchemeName;
import io.popfilter.servlet.settings.MetadataSettings;
import io.popfilter.servlet.settings.Settings;
import io.popfilter.servlet.settings.WellKnownUri;
import java.util.List;
import java.util.Optional;

/** The metadata that follows from a configuration (RFC 9728 section 2); what has no value is left out. */
final class MetadataDocument {

    private final Settings settings;
    private final MetadataSettings own;
    private final List<SchemeName> schemes;
    private final WellKnownUri address;
    private final Optional<SigningKey> answerKey;
    private final JsonWriter json = new JsonWriter();

    private MetadataDocument(Settings settings, MetadataSettings own, Optional<SigningKey> answerKey) {
        this.settings = settings;
        this.own = own;
        this.address = new WellKnownUri(settings.resource());
        this.answerKey = answerKey;
        this.schemes = settings.schemes();
    }

    /**
     * The metadata, if it is published.
     *
     * @param answerKey the key pair that signs answers, with its name
     */
    static Optional<ProtectedResourceMetadata> of(Settings settings, Optional<SigningKey> answerKey) {
        return settings.metadata().map(own -> new MetadataDocument(settings, own, answerKey).metadata());
    }

    private ProtectedResourceMetadata metadata() {
        Optional<PublishedDocument> keys = answerKey.map(
                key -> new PublishedDocument(address.keysPath(), "application/jwk-set+json", JwkSet.publishing(key)));
        return new ProtectedResourceMetadata(address.toString(), address.path(), write(), keys);
    }

    private String write() {
        json.text("resource", settings.resource().toString());
        if (isWebAddress(settings.tokenIssuer())) { // RFC 8414 section 2: an issuer of another form has no metadata
            json.texts("authorization_servers", List.of(settings.tokenIssuer()));
        }
        List<String> scopes = scopes();
        if (!scopes.isEmpty()) {
            json.texts("scopes_supported", scopes);
        }
        json.texts("bearer_methods_supported", takesBearer() ? List.of("header") : List.of());
        json.raw("tls_client_certificate_bound_access_tokens", String.valueOf(schemes.contains(SchemeName.MTLS)));
        if (schemes.contains(SchemeName.DPOP)) {
            json.texts(
                    "dpop_signing_alg_values_supported",
                    ProofAlgorithms.of(SchemeName.DPOP, settings.proofAlgorithms()));
            json.raw("dpop_bound_access_tokens_required", String.valueOf(schemes.equals(List.of(SchemeName.DPOP))));
        }
        if (schemes.contains(SchemeName.POP)) {
            json.texts(
                    "pop_signing_alg_values_supported",
                    ProofAlgorithms.of(SchemeName.POP, settings.proofAlgorithms())); // ours, as section 2 allows
        }
        answerKey.ifPresent(key -> {
            json.text("jwks_uri", address.keysAddress());
            json.texts(
                    "resource_signing_alg_values_supported",
                    List.of(key.algorithm().joseName()));
        });
        own.name().ifPresent(name -> json.text("resource_name", name));
        own.documentation().ifPresent(page -> json.text("resource_documentation", page.toString()));
        own.policy().ifPresent(page -> json.text("resource_policy_uri", page.toString()));
        own.terms().ifPresent(page -> json.text("resource_tos_uri", page.toString()));
        return json.toString();
    }

    /** RFC 8705 section 3: a token that is bound to a certificate is sent as Bearer, too. */
    private boolean takesBearer() {
        return schemes.contains(SchemeName.BEARER) || schemes.contains(SchemeName.MTLS);
    }

    private List<String> scopes() {
        return settings.authorization().rules().stream()
                .map(rule -> rule.requirement())
                .filter(Requirement.AllScopes.class::isInstance)
                .flatMap(required -> ((Requirement.AllScopes) required).scopes().stream())
                .distinct()
                .toList();
    }

    private static boolean isWebAddress(String issuer) {
        return issuer.startsWith("https://") || issuer.startsWith("http://");
    }
}
