// SPDX-License-Identifier: Apache-2.0
package io.popfilter.tomcat;

import java.security.Principal;
import java.security.cert.Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSessionContext;
import org.jspecify.annotations.Nullable;

/**
 * The session that one connection has at the time. Never the key or the place of anything that is kept: sessions outlive
 * connections, and are shared by those that resume them.
 *
 * @param engine the provider's end of the connection
 */
record ConnectionSession(SSLEngine engine) implements SSLSession {

    @Override
    public byte[] getId() {
        return engine.getSession().getId();
    }

    @Override
    public @Nullable SSLSessionContext getSessionContext() {
        return engine.getSession().getSessionContext();
    }

    @Override
    public long getCreationTime() {
        return engine.getSession().getCreationTime();
    }

    @Override
    public long getLastAccessedTime() {
        return engine.getSession().getLastAccessedTime();
    }

    @Override
    public void invalidate() {
        engine.getSession().invalidate();
    }

    @Override
    public boolean isValid() {
        return engine.getSession().isValid();
    }

    @Override
    public void putValue(String name, Object value) {
        engine.getSession().putValue(name, value);
    }

    @Override
    public @Nullable Object getValue(String name) {
        return engine.getSession().getValue(name);
    }

    @Override
    public void removeValue(String name) {
        engine.getSession().removeValue(name);
    }

    @Override
    public String[] getValueNames() {
        return engine.getSession().getValueNames();
    }

    @Override
    public Certificate[] getPeerCertificates() throws SSLPeerUnverifiedException {
        return engine.getSession().getPeerCertificates();
    }

    @Override
    public Certificate @Nullable [] getLocalCertificates() {
        return engine.getSession().getLocalCertificates();
    }

    @Override
    public Principal getPeerPrincipal() throws SSLPeerUnverifiedException {
        return engine.getSession().getPeerPrincipal();
    }

    @Override
    public @Nullable Principal getLocalPrincipal() {
        return engine.getSession().getLocalPrincipal();
    }

    @Override
    public String getCipherSuite() {
        return engine.getSession().getCipherSuite();
    }

    @Override
    public String getProtocol() {
        return engine.getSession().getProtocol();
    }

    @Override
    public @Nullable String getPeerHost() {
        return engine.getSession().getPeerHost();
    }

    @Override
    public int getPeerPort() {
        return engine.getSession().getPeerPort();
    }

    @Override
    public int getPacketBufferSize() {
        return engine.getSession().getPacketBufferSize();
    }

    @Override
    public int getApplicationBufferSize() {
        return engine.getSession().getApplicationBufferSize();
    }
}
