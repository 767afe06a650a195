// SPDX-License-Identifier: Apache-2.0
package io.popfilter.reject;

/**
 * Why a request is refused: a closed list.
 *
 * <p>The reason is the key of the log line, the label of the metric, the expectation of the test and the row of the
 * documentation. {@link #sentence()} is safe to show to the client; {@link #specification()} says whose rule it is.
 */
public enum Reason {
    // ---- PARSE ----
    /** The request carries no Authorization field. */
    NO_CREDENTIALS(
            Stage.PARSE, OAuthError.UNAUTHENTICATED, "This resource needs a signed request.", "RFC 6750 section 3.1"),
    /** The Authorization field uses a scheme that is not switched on. */
    SCHEME_NOT_ACCEPTED(
            Stage.PARSE,
            OAuthError.UNAUTHENTICATED,
            "This resource does not accept that authentication scheme.",
            "RFC 9110 section 11.6.2"),
    /** A token came as Bearer: it may be bound to a key, and nothing proves that its holder has it. */
    BEARER_NOT_ACCEPTED(
            Stage.PARSE,
            OAuthError.INVALID_TOKEN,
            "This resource does not accept bearer tokens: sign the request with the token's key.",
            "RFC 9449 section 7.2"),
    /** A proxy says that the request was sent before the TLS handshake was over, so that it may be one of several copies. */
    EARLY_DATA(
            Stage.PARSE,
            OAuthError.TOO_EARLY,
            "Send the request again, after the TLS handshake.",
            "RFC 8470 section 5.2"),
    /** More than one Authorization line, or a list of credentials in one line. */
    AUTHORIZATION_REPEATED(
            Stage.PARSE,
            OAuthError.INVALID_REQUEST,
            "Send exactly one Authorization header field.",
            "RFC 9110 section 5.3"),
    /** The Authorization field has scheme DPoP, and there is no field DPoP. */
    PROOF_MISSING(
            Stage.PARSE,
            OAuthError.INVALID_PROOF,
            "A proof has to come with the access token.",
            "RFC 9449 section 7.1"),
    /** More than one DPoP line, or a list of proofs in one line. */
    PROOF_REPEATED(Stage.PARSE, OAuthError.INVALID_PROOF, "Send exactly one proof.", "RFC 9449 section 4.3"),
    /** The authenticator is longer than 8 KiB. */
    AUTHENTICATOR_TOO_LARGE(
            Stage.PARSE, OAuthError.INVALID_REQUEST, "The authenticator is too large.", "RFC 9110 section 5.4"),
    /** Not three parts of strict base64url, or not strict JSON inside. */
    AUTHENTICATOR_MALFORMED(
            Stage.PARSE,
            OAuthError.INVALID_PROOF,
            "The authenticator is not a well-formed compact JWS with a JSON payload.",
            "RFC 7515 section 7.1"),
    /** The header member typ is missing or is not that of the scheme. */
    AUTHENTICATOR_TYPE_WRONG(
            Stage.PARSE,
            OAuthError.INVALID_PROOF,
            "The authenticator's typ is not the one of this scheme.",
            "draft-ietf-oauth-signed-http-request-03 section 6.2"),
    /** The header member alg is missing, is none, or is not on the configured list. */
    AUTHENTICATOR_ALGORITHM_NOT_ACCEPTED(
            Stage.PARSE,
            OAuthError.INVALID_PROOF,
            "The authenticator's signature algorithm is not accepted.",
            "RFC 8725 section 3.1"),
    /** The header has crit, b64, or brings or points to a key (jwk, jku, x5c, x5u, x5t). */
    AUTHENTICATOR_HEADER_FORBIDDEN(
            Stage.PARSE,
            OAuthError.INVALID_PROOF,
            "The authenticator's header has a member that is not allowed.",
            "RFC 8725 section 3.10"),
    /** The container dispatches on another path than the one that was sent: a rewrite, or a rule of its own. */
    DISPATCHED_ELSEWHERE(
            Stage.PARSE,
            OAuthError.INVALID_REQUEST,
            "The request target is handled as another one.",
            "Jakarta Servlet 6.0 section 3.5.2"),
    /** The payload lacks at or ts. */
    AUTHENTICATOR_CLAIM_MISSING(
            Stage.PARSE,
            OAuthError.INVALID_PROOF,
            "The authenticator lacks a required member.",
            "draft-ietf-oauth-signed-http-request-03 section 3"),
    /** A known member has the wrong type, is out of range, or contradicts another one. */
    AUTHENTICATOR_CLAIM_INVALID(
            Stage.PARSE,
            OAuthError.INVALID_PROOF,
            "A member of the authenticator has an unacceptable value.",
            "draft-ietf-oauth-signed-http-request-03 section 3"),
    /** The method is not made of upper-case letters. */
    METHOD_UNACCEPTABLE(
            Stage.PARSE, OAuthError.INVALID_REQUEST, "The request method cannot be signed.", "RFC 9110 section 9.1"),
    /** Path or query could be read differently by two parties: dot segments, empty segments, encoded slashes, path parameters and the like. */
    TARGET_AMBIGUOUS(
            Stage.PARSE,
            OAuthError.INVALID_REQUEST,
            "The request target is ambiguous.",
            "Jakarta Servlet 6.0 section 3.5.2"),

    // ---- FRESHNESS ----
    /** The time of signing is older than the configured age. */
    CREATED_TOO_LONG_AGO(
            Stage.FRESHNESS,
            OAuthError.INVALID_PROOF,
            "The request was signed too long ago.",
            "draft-ietf-oauth-signed-http-request-03 section 5"),
    /** The time of signing is further ahead than the configured skew. */
    CREATED_IN_FUTURE(
            Stage.FRESHNESS,
            OAuthError.INVALID_PROOF,
            "The request was signed in the future.",
            "draft-ietf-oauth-signed-http-request-03 section 5"),

    /** The server wants a nonce, and the authenticator has none. */
    NONCE_MISSING(
            Stage.FRESHNESS, OAuthError.USE_NONCE, "Sign again, with the nonce of this answer.", "RFC 9449 section 9"),
    /** The nonce was not issued here, or too long ago, or for another token. */
    NONCE_NOT_ACCEPTED(
            Stage.FRESHNESS, OAuthError.USE_NONCE, "Sign again, with the nonce of this answer.", "RFC 9449 section 9"),

    // ---- TOKEN ----
    /** Neither a strict compact JWS nor JWE, or not strict JSON inside. */
    TOKEN_MALFORMED(
            Stage.TOKEN, OAuthError.INVALID_TOKEN, "The access token is not well-formed.", "RFC 7519 section 7.2"),
    /** Signed, but no verification keys are configured; or encrypted, but no decryption keys are. */
    TOKEN_KIND_NOT_ACCEPTED(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "This resource does not accept this kind of access token.",
            "RFC 7519 section 7.2"),
    /** A JWT made for another purpose was presented as access token. */
    TOKEN_TYPE_WRONG(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "The access token's typ is not that of an access token.",
            "RFC 8725 section 3.11"),
    /** alg or enc is missing, is none, or is not supported. */
    TOKEN_ALGORITHM_NOT_ACCEPTED(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "The access token uses an algorithm that is not accepted.",
            "RFC 8725 section 3.1"),
    /** The header has crit, b64 or zip. */
    TOKEN_HEADER_FORBIDDEN(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "The access token's header has a member that is not allowed.",
            "RFC 8725 section 3.10"),
    /** No configured key has the token's kid, or none fits its algorithm. */
    TOKEN_KEY_UNKNOWN(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "The access token was made with a key that is not known here.",
            "RFC 7515 section 4.1.4"),
    /** Unwrapping or decrypting failed; which of the two is not said. */
    TOKEN_UNDECRYPTABLE(
            Stage.TOKEN, OAuthError.INVALID_TOKEN, "The access token cannot be decrypted.", "RFC 7516 section 5.2"),
    /** A token encrypted to a public key, which anybody can do, holds no signed token. */
    TOKEN_NOT_SIGNED(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "The access token is not signed by its issuer.",
            "RFC 8725 section 3.3"),
    /** The signature does not verify with the issuer's key. */
    TOKEN_SIGNATURE_INVALID(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "The access token's signature is not valid.",
            "RFC 7515 section 5.2"),
    /** iss, aud or exp is missing. */
    TOKEN_CLAIM_MISSING(
            Stage.TOKEN, OAuthError.INVALID_TOKEN, "The access token lacks a required claim.", "RFC 7519 section 4.1"),
    /** A registered claim has the wrong type or is out of range. */
    TOKEN_CLAIM_INVALID(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "A claim of the access token has an unacceptable value.",
            "RFC 7519 section 4.1"),
    /** iss is not exactly the configured issuer. */
    TOKEN_ISSUER_WRONG(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "The access token was issued by somebody else.",
            "RFC 7519 section 4.1.1"),
    /** aud does not contain exactly the configured resource. */
    TOKEN_AUDIENCE_WRONG(
            Stage.TOKEN,
            OAuthError.INVALID_TOKEN,
            "The access token is meant for another resource.",
            "RFC 7519 section 4.1.3"),
    /** exp has passed, skew included. */
    TOKEN_EXPIRED(Stage.TOKEN, OAuthError.INVALID_TOKEN, "The access token has expired.", "RFC 7519 section 4.1.4"),
    /** nbf or iat is in the future, skew included. */
    TOKEN_NOT_YET_VALID(
            Stage.TOKEN, OAuthError.INVALID_TOKEN, "The access token is not valid yet.", "RFC 7519 section 4.1.5"),
    /** A JWK Set cannot be fetched, and no keys from before are in force any more. */
    VERIFICATION_KEYS_UNAVAILABLE(
            Stage.TOKEN,
            OAuthError.UNAVAILABLE,
            "The server cannot check access tokens right now.",
            "RFC 7517 section 5"),
    /** The authorization server says that the token is not active: unknown, expired or revoked. */
    TOKEN_INACTIVE(Stage.TOKEN, OAuthError.INVALID_TOKEN, "The access token is not active.", "RFC 7662 section 2.2"),
    /** The introspection endpoint does not answer, in time or at all, or not as it should. */
    INTROSPECTION_UNAVAILABLE(
            Stage.TOKEN,
            OAuthError.UNAVAILABLE,
            "The server cannot check access tokens right now.",
            "RFC 7662 section 2.3"),
    /** ath names a token that this server does not know, or not any more: the client sends it again as at. */
    TOKEN_IDENTIFIER_UNKNOWN(
            Stage.TOKEN,
            OAuthError.UNKNOWN_TOKEN_IDENTIFIER,
            "Send the access token itself.",
            "draft-ietf-oauth-v2-http-mac-05 section 4"),

    // ---- KEY ----
    /** The token has no cnf claim. */
    CONFIRMATION_MISSING(
            Stage.KEY, OAuthError.INVALID_TOKEN, "The access token is not bound to a key.", "RFC 7800 section 3.1"),
    /** A token that is bound to a key came as Bearer, without proof of the key. */
    BOUND_TOKEN_WITHOUT_PROOF(
            Stage.KEY,
            OAuthError.INVALID_TOKEN,
            "The access token is bound to a key: prove that you hold it.",
            "RFC 9449 section 7.2"),
    /** The token is bound to a certificate, and the client did not authenticate with one, or nobody can tell. */
    CLIENT_CERTIFICATE_MISSING(
            Stage.KEY,
            OAuthError.INVALID_TOKEN,
            "The access token is bound to a client certificate: connect with it.",
            "RFC 8705 section 3"),
    /** The client authenticated with another certificate than the one that the token names. */
    CLIENT_CERTIFICATE_MISMATCH(
            Stage.KEY,
            OAuthError.INVALID_TOKEN,
            "The access token is bound to another client certificate.",
            "RFC 8705 section 3"),
    /** cnf is not an object, is empty, or a member of it has the wrong type. */
    CONFIRMATION_MALFORMED(
            Stage.KEY,
            OAuthError.INVALID_TOKEN,
            "The access token's key binding is malformed.",
            "RFC 7800 section 3.1"),
    /** cnf has a member that is not known, or cannot be checked here. */
    CONFIRMATION_UNSUPPORTED(
            Stage.KEY,
            OAuthError.INVALID_TOKEN,
            "The access token is bound in a way that this resource cannot check.",
            "RFC 7800 section 3.1"),
    /** cnf.jku is not on a host that the configuration allows, or not an address that may be fetched from. */
    CONFIRMATION_URL_NOT_ALLOWED(
            Stage.KEY,
            OAuthError.INVALID_TOKEN,
            "The access token is bound in a way that this resource cannot check.",
            "RFC 7800 section 3.5"),
    /** The request uses DPoP, and the token does not name its key by cnf.jkt. */
    CONFIRMATION_NOT_FOR_SCHEME(
            Stage.KEY,
            OAuthError.INVALID_TOKEN,
            "The access token is not bound in the way of the scheme that was used.",
            "RFC 9449 section 6"),
    /** The members of cnf name more than one key. */
    CONFIRMATION_CONFLICT(
            Stage.KEY,
            OAuthError.INVALID_TOKEN,
            "The access token's key binding contradicts itself.",
            "RFC 7800 section 3.1"),
    /** A symmetric cnf.jwk in a token that is not encrypted. */
    CONFIRMATION_KEY_EXPOSED(
            Stage.KEY, OAuthError.INVALID_TOKEN, "The access token exposes a secret key.", "RFC 7800 section 3.2"),
    /** cnf.jwe, or cnf.jwk in its 2014 string form, does not decrypt with a configured key. */
    CONFIRMATION_KEY_UNDECRYPTABLE(
            Stage.KEY,
            OAuthError.INVALID_TOKEN,
            "The key in the access token cannot be decrypted.",
            "RFC 7800 section 3.3"),
    /** The confirmed key is malformed, too weak, too large, off its curve, or of an unsupported type. */
    KEY_UNACCEPTABLE(
            Stage.KEY, OAuthError.INVALID_TOKEN, "The key of the access token cannot be used.", "RFC 8725 section 3.5"),
    /** The token names its key by thumbprint only, and the request does not bring the key. */
    PRESENTED_KEY_MISSING(
            Stage.KEY,
            OAuthError.INVALID_PROOF,
            "The authenticator has to carry the public key in cnf.",
            "RFC 7800 section 3.4"),
    /** The key in the request's cnf is malformed, too weak, too large, off its curve, or of an unsupported type. */
    PRESENTED_KEY_UNACCEPTABLE(
            Stage.KEY,
            OAuthError.INVALID_PROOF,
            "The public key in the authenticator cannot be used.",
            "RFC 8725 section 3.5"),
    /** The key in the request's cnf has private members, or is a secret. */
    PRESENTED_KEY_PRIVATE(
            Stage.KEY,
            OAuthError.INVALID_PROOF,
            "The authenticator exposes a private key: stop using that key.",
            "RFC 9449 section 4.3"),
    /** The thumbprint of the presented key is not the one in the token. */
    KEY_MISMATCH(
            Stage.KEY, OAuthError.INVALID_TOKEN, "The access token is bound to another key.", "RFC 7800 section 3.4"),

    // ---- PROOF ----
    /** alg is not for the type and size of the confirmed key, or not the key's own alg. */
    ALGORITHM_NOT_FOR_KEY(
            Stage.PROOF,
            OAuthError.INVALID_PROOF,
            "The signature algorithm does not fit the key.",
            "RFC 8725 section 3.2"),
    /** The signature does not verify with the confirmed key. */
    SIGNATURE_INVALID(
            Stage.PROOF,
            OAuthError.INVALID_PROOF,
            "The signature of the request is not valid.",
            "RFC 7515 section 5.2"),

    // ---- COVERAGE ----
    /** The policy demands a component or a header field that the authenticator does not cover. */
    COMPONENT_NOT_COVERED(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "A required part of the request is not signed.",
            "draft-ietf-oauth-signed-http-request-03 section 7.5"),
    /** m differs from the method received. */
    METHOD_MISMATCH(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "The request method is not the signed one.",
            "draft-ietf-oauth-signed-http-request-03 section 5"),
    /** Host is missing, repeated, malformed, or disagrees with the target. */
    AUTHORITY_UNACCEPTABLE(
            Stage.COVERAGE,
            OAuthError.INVALID_REQUEST,
            "The request's host is missing or malformed.",
            "RFC 9110 section 7.2"),
    /** A proxy has to tell the host, and the peer of the connection is none that is trusted. */
    PEER_NOT_TRUSTED(
            Stage.COVERAGE,
            OAuthError.INVALID_REQUEST,
            "The request did not come through a proxy.",
            "RFC 7239 section 8.1"),
    /** What the proxy says of host and scheme is missing, repeated, malformed, or of another number of proxies. */
    FORWARDING_UNACCEPTABLE(
            Stage.COVERAGE,
            OAuthError.INVALID_REQUEST,
            "The request's forwarding fields are missing or malformed.",
            "RFC 7239 section 4"),
    /** u is none of the configured external addresses, or not the one that was connected to. */
    AUTHORITY_MISMATCH(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "The host is not the signed one.",
            "draft-ietf-oauth-signed-http-request-03 section 5"),
    /** htu is not an http or https URI with a host, or has user information. */
    TARGET_URI_MALFORMED(
            Stage.COVERAGE, OAuthError.INVALID_PROOF, "The signed URI is malformed.", "RFC 9449 section 4.2"),
    /** p differs from the canonical path received. */
    PATH_MISMATCH(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "The path is not the signed one.",
            "draft-ietf-oauth-signed-http-request-03 section 5"),
    /** The hash in q differs, or a name listed in q was not received. */
    QUERY_MISMATCH(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "The query is not the signed one.",
            "draft-ietf-oauth-signed-http-request-03 section 3.1"),
    /** The query received has a parameter that q does not list. */
    QUERY_PARAMETER_NOT_COVERED(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "A query parameter is not signed.",
            "draft-ietf-oauth-signed-http-request-03 section 5"),
    /** h lists a field that proxies change by design, an impossible name, or a name twice. */
    FIELD_NOT_COVERABLE(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "A header field is signed that must not be.",
            "draft-ietf-oauth-signed-http-request-03 section 3.2"),
    /** A field listed in h was not received. */
    FIELD_ABSENT(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "A signed header field is missing.",
            "draft-ietf-oauth-signed-http-request-03 section 5"),
    /** A field listed in h was received on several lines. */
    FIELD_REPEATED(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "A signed header field was sent more than once.",
            "draft-ietf-oauth-signed-http-request-03 section 7.5"),
    /** A field listed in h is empty, not printable ASCII, or spaced in a way that proxies change. */
    FIELD_VALUE_UNACCEPTABLE(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "The value of a signed header field cannot be signed.",
            "RFC 9110 section 5.5"),
    /** Connection names a field that is covered, or Authorization: intermediaries may remove what it names. */
    FIELD_NAMED_IN_CONNECTION(
            Stage.COVERAGE,
            OAuthError.INVALID_REQUEST,
            "The Connection header field names a signed header field.",
            "RFC 9110 section 7.6.1"),
    /** The hash in h differs. */
    FIELDS_MISMATCH(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "The header fields are not the signed ones.",
            "draft-ietf-oauth-signed-http-request-03 section 3.2"),
    /** A method override, a rewritten URL or the description of a body is present but not covered. */
    SENSITIVE_FIELD_NOT_COVERED(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "A header field that changes the meaning of the request is not signed.",
            "draft-ietf-oauth-signed-http-request-03 section 7.5"),
    /** Transfer-Encoding is there and is not chunked alone. */
    TRANSFER_CODING_NOT_ACCEPTED(
            Stage.COVERAGE,
            OAuthError.INVALID_REQUEST,
            "The transfer coding of the request is not accepted.",
            "RFC 9112 section 6.1"),
    /** GET, HEAD, DELETE, OPTIONS or TRACE with a body, which several proxies drop or refuse. */
    BODY_NOT_ALLOWED(
            Stage.COVERAGE,
            OAuthError.INVALID_REQUEST,
            "A request with this method must not have a body here.",
            "RFC 9110 section 9.3.1"),
    /** The hash in b differs. */
    BODY_MISMATCH(
            Stage.COVERAGE,
            OAuthError.INVALID_PROOF,
            "The body is not the signed one.",
            "draft-ietf-oauth-signed-http-request-03 section 3"),
    /** The body is larger than the configured limit. */
    BODY_TOO_LARGE(Stage.COVERAGE, OAuthError.CONTENT_TOO_LARGE, "The body is too large.", "RFC 9110 section 15.5.14"),
    /** Reading the body failed: usually the client went away. */
    BODY_UNREADABLE(
            Stage.COVERAGE, OAuthError.INVALID_REQUEST, "The body could not be read.", "RFC 9110 section 15.5.1"),
    /** A form or multipart body that cannot be parsed; found out when the application asks for its parameters or parts. */
    BODY_MALFORMED(
            Stage.COVERAGE,
            OAuthError.INVALID_REQUEST,
            "The body is not what its content type says.",
            "RFC 9110 section 15.5.1"),
    /** A long body could not be kept in a file: the disk is full, or the directory is gone. */
    BODY_STORAGE_UNAVAILABLE(
            Stage.COVERAGE,
            OAuthError.UNAVAILABLE,
            "The server cannot accept bodies of this size right now.",
            "RFC 9110 section 15.6.4"),

    // ---- CHANNEL ----
    /** cb is the binding of another connection. */
    CHANNEL_BINDING_MISMATCH(
            Stage.CHANNEL,
            OAuthError.INVALID_PROOF,
            "The request was signed for another connection.",
            "RFC 9266 section 3"),
    /** The route demands that requests are bound to their connection, and this one is not. */
    CHANNEL_BINDING_MISSING(
            Stage.CHANNEL,
            OAuthError.INVALID_PROOF,
            "The request has to be signed for this connection.",
            "RFC 9266 section 3"),
    /** cb is present, and this server has nothing to compare it with. */
    CHANNEL_BINDING_NOT_COMPARABLE(
            Stage.CHANNEL,
            OAuthError.INVALID_PROOF,
            "The channel binding cannot be checked here.",
            "RFC 9266 section 3"),

    // ---- AUTHORIZATION ----
    /** The scheme that was used is not among those that this route accepts. */
    SCHEME_NOT_FOR_ROUTE(
            Stage.AUTHORIZATION,
            OAuthError.UNAUTHENTICATED,
            "This resource does not accept that authentication scheme.",
            "RFC 9110 section 11.6.2"),
    /** The token lacks a scope that this route demands. */
    SCOPE_INSUFFICIENT(
            Stage.AUTHORIZATION,
            OAuthError.INSUFFICIENT_SCOPE,
            "The access token does not have the scope that this needs.",
            "RFC 6750 section 3.1"),
    /** The user did not authenticate in one of the ways that this route demands, or too long ago. */
    AUTHENTICATION_INSUFFICIENT(
            Stage.AUTHORIZATION,
            OAuthError.INSUFFICIENT_USER_AUTHENTICATION,
            "The user has to authenticate again, as the challenge says.",
            "RFC 9470 section 3"),

    // ---- REPLAY ----
    /** The one-time id was spent before with the same key. */
    REPLAYED(Stage.REPLAY, OAuthError.INVALID_PROOF, "This signed request was used before.", "RFC 9449 section 11.1"),
    /** The store of spent ids is full of live ids; none is forgotten to make room. */
    REPLAY_STORE_FULL(
            Stage.REPLAY,
            OAuthError.UNAVAILABLE,
            "The server cannot accept signed requests right now.",
            "RFC 9449 section 11.1"),
    /** The store of spent ids does not answer. */
    REPLAY_STORE_UNAVAILABLE(
            Stage.REPLAY,
            OAuthError.UNAVAILABLE,
            "The server cannot accept signed requests right now.",
            "RFC 9449 section 11.1"),
    /** A token that is good for one request was used for one before. */
    TOKEN_USED_BEFORE(
            Stage.REPLAY, OAuthError.INVALID_TOKEN, "This access token was used before.", "RFC 7519 section 4.1.7"),

    // ---- OUTSIDE ----
    /** A collaborator or our own code failed in a way that it must not. */
    INTERNAL_FAULT(
            Stage.OUTSIDE,
            OAuthError.UNAVAILABLE,
            "The server could not check this request.",
            "RFC 9110 section 15.6.4");

    private final Stage stage;
    private final OAuthError error;
    private final String sentence;
    private final String specification;

    Reason(Stage stage, OAuthError error, String sentence, String specification) {
        this.stage = stage;
        this.error = error;
        this.sentence = sentence;
        this.specification = specification;
    }

    /** The step of the pipeline that refuses. */
    public Stage stage() {
        return stage;
    }

    /** Status and error code of the answer. */
    public OAuthError error() {
        return error;
    }

    /** One sentence for the client, printable ASCII without quotes, telling nothing that it does not know. */
    public String sentence() {
        return sentence;
    }

    /** The section whose rule was broken. */
    public String specification() {
        return specification;
    }
}
