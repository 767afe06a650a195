// SPDX-License-Identifier: Apache-2.0
/** What has to be signed, and whether what was signed is what was received. */
@NullMarked
package io.popfilter.coverage;

import org.jspecify.annotations.NullMarked;
