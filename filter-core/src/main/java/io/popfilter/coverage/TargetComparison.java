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
        List<ExternalAddress> accepted = addresses.acceptedFor(request);
        String externalPath = null;
        for (ExternalAddress address : accepted) {
            if (authority.isEmpty() || isAt(address, authority.get())) {
                if (path.isEmpty() || leadsTo(address, path.get())) {
                    return;
                }
                externalPath = externalPath == null ? address.externalPath(target.path()) : externalPath;
            }
        }
        if (externalPath == null) {
            String signed = authority.map(Statement.AuthorityIs::authority).orElse("");
            throw mismatch(
                    Reason.AUTHORITY_MISMATCH,
                    signed,
                    accepted.toString(),
                    Diagnosis.ofAuthority(signed, accepted.get(0).authority().value(), addresses.areConfigured()));
        }
        String signed = path.map(Statement.PathIs::path).orElse("");
        throw mismatch(Reason.PATH_MISMATCH, signed, externalPath, Diagnosis.ofPath(signed, externalPath));
    }

    private static boolean isAt(ExternalAddress address, Statement.AuthorityIs stated) {
        if (stated.authority().equals(address.authority().value())) {
            return true; // canonical already, which is usual
        }
        try {
            return Authority.of(stated.authority(), address.scheme()).equals(address.authority());
        } catch (MalformedException e) {
            return false;
        }
    }

    private boolean leadsTo(ExternalAddress address, Statement.PathIs stated) {
        String received = address.externalPath(target.path());
        if (stated.path().equals(received)) {
            return true; // canonical already, which is usual
        }
        try {
            return CanonicalPath.of(stated.path()).value().equals(received);
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
            uri = TargetUri.of(stated.get().uri());
        } catch (MalformedException e) {
            throw new Rejection(Reason.TARGET_URI_MALFORMED, Facts.about(e.defect()));
        }
        List<ExternalAddress> accepted = addresses.acceptedFor(request);
        String externalPath = null;
        for (ExternalAddress address : accepted) {
            if (uri.scheme() == address.scheme() && uri.authority().equals(address.authority())) {
                externalPath = address.externalPath(target.path());
                if (uri.path().value().equals(externalPath)) {
                    return;
                }
            }
        }
        if (externalPath != null) {
            String signed = uri.path().value();
            throw mismatch(Reason.PATH_MISMATCH, signed, externalPath, Diagnosis.ofPath(signed, externalPath));
        }
        throw mismatch(
                Reason.AUTHORITY_MISMATCH,
                uri.scheme() + "://" + uri.authority(),
                accepted.toString(),
                Diagnosis.ofAuthority(
                        uri.authority().value(), accepted.get(0).authority().value(), addresses.areConfigured()));
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
        Set<String> names = new HashSet<>(signed);
        return query.names().stream().filter(names::contains).count() > signed.size();
    }

    private static Rejection mismatch(Reason reason, String signed, String received, Optional<LikelyCause> cause) {
        return new Rejection(reason, Facts.expected(signed, received).likely(cause));
    }
}
