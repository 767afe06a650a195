// SPDX-License-Identifier: Apache-2.0
package io.popfilter.coverage;

import io.popfilter.http.Authority;
import io.popfilter.http.CanonicalPath;
import io.popfilter.http.CanonicalQuery;
import io.popfilter.http.ExternalAddress;
import io.popfilter.http.ReceivedRequest;
import io.popfilter.http.RequestTarget;
import io.popfilter.http.TargetUri;
import io.popfilter.jose.Digests;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.LikelyCause;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.scheme.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares what is signed about method, address, path and query with the target that was received. */
record TargetComparison(RequestTarget target, Digests digests) {

    void compareMethod(Optional<Statement.MethodIs> stated) throws Rejection {
        if (stated.isPresent() && !stated.get().method().equals(target.method())) {
            String signed = stated.get().method();
            throw mismatch(
                    Reason.METHOD_MISMATCH, signed, target.method(), Diagnosis.ofMethod(signed, target.method()));
        }
    }

    /** One and the same external address has to have the signed authority and, behind its prefix, the signed path. */
    void compareAddress(
            Optional<Statement.AuthorityIs> authority,
            Optional<Statement.PathIs> path,
            ExternalAddresses addresses,
            ReceivedRequest request)
            throws Rejection {
        if (authority.isEmpty() && path.isEmpty()) {
            return;
        }
        List<ExternalAddress> accepted = addresses.acceptedFor(request, target.rules());
        List<ExternalAddress> atAuthority = accepted.stream()
                .filter(address -> authority.isEmpty() || isAt(address, authority.get()))
                .toList();
        List<String> externalPaths = externalPaths(atAuthority);
        if (!atAuthority.isEmpty() && (path.isEmpty() || isOneOf(externalPaths, path.get()))) {
            return;
        }
        if (atAuthority.isEmpty()) {
            String signed = authority.map(Statement.AuthorityIs::authority).orElse("");
            throw mismatch(
                    Reason.AUTHORITY_MISMATCH,
                    signed,
                    accepted.toString(),
                    Diagnosis.ofAuthority(signed, accepted.get(0).authority().value(), addresses.areConfigured()));
        }
        String signed = path.map(Statement.PathIs::path).orElse("");
        String received = externalPaths.isEmpty() ? target.path().value() : externalPaths.get(0);
        throw mismatch(Reason.PATH_MISMATCH, signed, received, Diagnosis.ofPath(signed, received));
    }

    /** What clients may have signed for the path that was received: behind the longest of the prefixes that match. */
    private List<String> externalPaths(List<ExternalAddress> addresses) {
        int longest = addresses.stream()
                .filter(address -> address.externalPath(target.path()).isPresent())
                .mapToInt(address -> address.internalPrefix().length())
                .max()
                .orElse(0);
        return addresses.stream()
                .filter(address -> address.internalPrefix().length() == longest)
                .flatMap(address -> address.externalPath(target.path()).stream())
                .toList();
    }

    private boolean isAt(ExternalAddress address, Statement.AuthorityIs stated) {
        if (stated.authority().equals(address.authority().value())) {
            return true; // canonical already, which is usual
        }
        try {
            return Authority.of(stated.authority(), address.scheme(), target.rules())
                    .equals(address.authority());
        } catch (MalformedException e) {
            return false;
        }
    }

    private boolean isOneOf(List<String> paths, Statement.PathIs stated) {
        if (paths.contains(stated.path())) {
            return true; // canonical already, which is usual
        }
        try {
            return paths.contains(
                    CanonicalPath.of(stated.path(), target.rules()).value());
        } catch (MalformedException e) {
            return false;
        }
    }

    /** Scheme, authority and path of the signed URI have to be those of one external address (RFC 9449 section 4.3). */
    void compareUri(Optional<Statement.TargetUriIs> stated, ExternalAddresses addresses, ReceivedRequest request)
            throws Rejection {
        if (stated.isEmpty()) {
            return;
        }
        TargetUri uri;
        try {
            uri = TargetUri.of(stated.get().uri(), target.rules());
        } catch (MalformedException e) {
            throw new Rejection(Reason.TARGET_URI_MALFORMED, Facts.about(e.defect()));
        }
        List<ExternalAddress> accepted = addresses.acceptedFor(request, target.rules());
        List<ExternalAddress> atAuthority = accepted.stream()
                .filter(address ->
                        uri.scheme() == address.scheme() && uri.authority().equals(address.authority()))
                .toList();
        if (atAuthority.isEmpty()) {
            throw mismatch(
                    Reason.AUTHORITY_MISMATCH,
                    uri.scheme() + "://" + uri.authority(),
                    accepted.toString(),
                    Diagnosis.ofAuthority(
                            uri.authority().value(), accepted.get(0).authority().value(), addresses.areConfigured()));
        }
        List<String> externalPaths = externalPaths(atAuthority);
        String signed = uri.path().value();
        if (!externalPaths.contains(signed)) {
            String received = externalPaths.isEmpty() ? target.path().value() : externalPaths.get(0);
            throw mismatch(Reason.PATH_MISMATCH, signed, received, Diagnosis.ofPath(signed, received));
        }
    }

    /** Whether the whole query is signed. Where it need not be, a name that is signed has no unsigned value beside it. */
    boolean compareQuery(Optional<Statement.QueryIs> stated, boolean isRequired) throws Rejection {
        if (stated.isEmpty()) {
            return false;
        }
        CanonicalQuery query = target.query();
        List<String> names = stated.get().names();
        Optional<String> text = query.text(names);
        if (text.isEmpty()) {
            throw mismatch(
                    Reason.QUERY_MISMATCH,
                    names.toString(),
                    query.names().toString(),
                    Diagnosis.ofQuery(names, stated.get().hash(), query, digests));
        }
        boolean isWhole = names.size() == query.size();
        if (!isWhole && (isRequired || hasUnsignedValue(query, names))) {
            throw mismatch(
                    Reason.QUERY_PARAMETER_NOT_COVERED,
                    names.toString(),
                    query.names().toString(),
                    Optional.empty());
        }
        String received = digests.sha256(text.get());
        if (!Digests.isEqual(stated.get().hash(), received)) {
            throw new Rejection(
                    Reason.QUERY_MISMATCH,
                    Facts.expected(stated.get().hash(), received)
                            .on(query.toString())
                            .likely(Diagnosis.ofQuery(names, stated.get().hash(), query, digests)));
        }
        return isWhole;
    }

    private static boolean hasUnsignedValue(CanonicalQuery query, List<String> signed) {
        Set<String> names = new HashSet<>();
        signed.forEach(name -> names.add(asRead(name)));
        return query.names().stream()
                        .filter(name -> names.contains(asRead(name)))
                        .count()
                > signed.size();
    }

    /** In percent-normal form, two names that an application reads as one differ in how a space is written at most. */
    private static String asRead(String name) {
        return name.replace("+", "%20");
    }

    private static Rejection mismatch(Reason reason, String signed, String received, Optional<LikelyCause> cause) {
        return new Rejection(reason, Facts.expected(signed, received).likely(cause));
    }
}
