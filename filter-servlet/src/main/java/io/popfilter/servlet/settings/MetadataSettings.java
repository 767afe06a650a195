// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.net.URI;
import java.util.Optional;

/**
 * What the metadata of this server says that follows from nothing else (RFC 9728 section 2).
 *
 * @param name for people
 * @param documentation a page for developers
 * @param policy a page that says how data may be used
 * @param terms a page with the terms of service
 */
public record MetadataSettings(
        Optional<String> name, Optional<URI> documentation, Optional<URI> policy, Optional<URI> terms) {}
