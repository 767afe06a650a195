// SPDX-License-Identifier: Apache-2.0
/**
 * The configuration as validated, typed values: {@link SettingsReader} turns a {@link Sources} into a {@link Settings},
 * or says everything that is wrong at once in a {@link ConfigurationException}.
 *
 * <p>This package knows neither a container nor the verifier; it reads text and answers values.
 */
@NullMarked
package io.popfilter.servlet.settings;

import org.jspecify.annotations.NullMarked;
