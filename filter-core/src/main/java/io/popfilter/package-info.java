// SPDX-License-Identifier: Apache-2.0
/** The pipeline: one signed request in, a verified principal or a rejection out. */
@NullMarked
package io.popfilter;

import org.jspecify.annotations.NullMarked;
