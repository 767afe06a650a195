// SPDX-License-Identifier: Apache-2.0
/** The servlet filter. */
module io.popfilter.servlet {
    requires transitive io.popfilter.core;
    requires transitive jakarta.servlet;
    requires org.apache.commons.fileupload2.core;
    requires static transitive org.jspecify;

    exports io.popfilter.servlet;
    exports io.popfilter.servlet.answer;
    exports io.popfilter.servlet.settings;
    exports io.popfilter.servlet.tls;
}
