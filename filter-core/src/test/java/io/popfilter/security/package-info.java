// SPDX-License-Identifier: Apache-2.0
/** Known vulnerabilities of this field, one test each; {@code docs/security-cases.md} lists what each row is. */
package io.popfilter.security;
