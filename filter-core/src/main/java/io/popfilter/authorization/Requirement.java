// SPDX-License-Identifier: Apache-2.0
package io.popfilter.authorization;

import io.popfilter.scheme.SchemeName;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** One thing that a route demands. */
public sealed interface Requirement {

    /** The request uses one of these schemes. */
    record OneOfSchemes(Set<SchemeName> schemes) implements Requirement {
        /** Copies the set. */
        public OneOfSchemes {
            schemes = Set.copyOf(schemes);
        }
    }

    /** The token has all of these scopes (RFC 6750 section 3.1). */
    record AllScopes(List<String> scopes) implements Requirement {
        /** Copies the list. */
        public AllScopes {
            scopes = List.copyOf(scopes);
        }
    }

    /** The user authenticated in one of these ways, the preferred one first ({@code acr}, RFC 9470 section 3). */
    record OneOfAcrValues(List<String> values) implements Requirement {
        /** Copies the list. */
        public OneOfAcrValues {
            values = List.copyOf(values);
        }
    }

    /** The user authenticated no longer ago than this ({@code auth_time}, RFC 9470 section 3). */
    record MaxAge(Duration age) implements Requirement {}
}
