// SPDX-License-Identifier: Apache-2.0
package io.popfilter.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.popfilter.fetch.FetchUri;
import io.popfilter.http.Authority;
import io.popfilter.http.UriScheme;
import io.popfilter.jose.VerificationKey;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Facts;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keys that tokens name by URL ({@code cnf.jku}, RFC 7800 section 3.5): only from exactly these hosts, never by suffix
 * (CVE-2024-21643).
 */
public final class ConfirmationUrls {

    private static final int MAX_URLS = 256;

    private final Set<Authority> hosts;
    private final Function<FetchUri, VerificationKeys> remote;
    private final Cache<String, VerificationKeys> known = Caffeine.newBuilder()
            .maximumSize(MAX_URLS)
            .executor(Runnable::run) // no thread of ours outlives the application
            .build();

    /** Allows these hosts, with their ports; {@code remote} makes the source for an address. */
    public ConfirmationUrls(Set<Authority> hosts, Function<FetchUri, VerificationKeys> remote) {
        this.hosts = Set.copyOf(hosts);
        this.remote = remote;
    }

    VerificationKey key(String jku, @Nullable String kid, Instant now) throws Rejection {
        Optional<String> wanted = Optional.ofNullable(kid);
        List<VerificationKey> keys = source(jku).inForce(wanted, now).stream()
                .filter(key -> wanted.isEmpty() || key.kid().equals(wanted))
                .toList();
        // RFC 7800 section 3.5: with several keys, kid has to say which
        if (keys.size() != 1) {
            throw new Rejection(Reason.CONFIRMATION_CONFLICT, Facts.about("jku names " + keys.size() + " keys"));
        }
        return keys.get(0);
    }

    private VerificationKeys source(String jku) throws Rejection {
        try {
            FetchUri address = FetchUri.parse(jku);
            UriScheme scheme = "https".equalsIgnoreCase(address.uri().getScheme()) ? UriScheme.HTTPS : UriScheme.HTTP;
            if (!hosts.contains(Authority.of(address.uri().getRawAuthority(), scheme))) {
                throw new Rejection(Reason.CONFIRMATION_URL_NOT_ALLOWED, Facts.about("host of jku"));
            }
            return known.get(jku, url -> remote.apply(address));
        } catch (MalformedException e) {
            throw new Rejection(Reason.CONFIRMATION_URL_NOT_ALLOWED, Facts.about("jku: " + e.defect()));
        }
    }
}
