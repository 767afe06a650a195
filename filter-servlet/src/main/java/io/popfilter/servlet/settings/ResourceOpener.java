// SPDX-License-Identifier: Apache-2.0
package io.popfilter.servlet.settings;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Opens a named resource, as {@code ServletContext.getResourceAsStream} and {@code ClassLoader.getResourceAsStream} do. */
@FunctionalInterface
public interface ResourceOpener {

    /** The content, or null when there is no such resource. The caller closes it. */
    @Nullable
    InputStream open(String path);
}
