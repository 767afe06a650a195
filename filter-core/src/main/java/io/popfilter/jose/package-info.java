// SPDX-License-Identifier: Apache-2.0
/** JOSE in compact form: signatures (RFC 7515), encryption (RFC 7516), keys (RFC 7517) and their algorithms (RFC 7518). */
@NullMarked
package io.popfilter.jose;

import org.jspecify.annotations.NullMarked;
