// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

/** The servers as people download them. */
enum Standalone {
    TOMCAT_10_1,
    TOMCAT_11,
    JETTY_12_1;

    /** With TLS of the JDK, asking for clients' certificates. */
    StandaloneServer start() {
        return switch (this) {
            case TOMCAT_10_1 -> StandaloneTomcat.of("tomcat-10.1").start();
            case TOMCAT_11 -> StandaloneTomcat.of("tomcat-11").start();
            case JETTY_12_1 -> StandaloneJetty.OF_THE_JDK.start();
        };
    }

    /** With TLS of Conscrypt at the first port, and with that of BouncyCastle at the second where there is one. */
    StandaloneServer startWithProviders() {
        return switch (this) {
            case TOMCAT_10_1 -> StandaloneTomcat.ofProviders("tomcat-10.1").start();
            case TOMCAT_11 -> StandaloneTomcat.ofProviders("tomcat-11").start();
            case JETTY_12_1 -> StandaloneJetty.OF_CONSCRYPT.start();
        };
    }
}
