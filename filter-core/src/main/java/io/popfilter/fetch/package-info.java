// SPDX-License-Identifier: Apache-2.0
/** Small JSON documents from the authorization server: bounded in time and size, without redirects. */
@NullMarked
package io.popfilter.fetch;

import org.jspecify.annotations.NullMarked;
