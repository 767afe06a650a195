// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.tls.CertificateThumbprint;
import io.popfilter.tls.ChannelBinding;
import io.popfilter.tls.ServerEndPoint;
import io.popfilter.tls.TlsExporter;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a request pays for the TLS connection that it came on: nothing of it is remembered from one request to the next. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConnectionCost {

    /** There is one; the comparison wants its name. */
    @Param("TLS_1_3")
    public String scenario;

    private TlsPair connection;
    private X509Certificate certificate;
    private byte[] der;
    private MessageDigest sha256;

    /** JMH makes it. */
    public ConnectionCost() {}

    /** Opens a connection, and fails when its two ends do not export the same. */
    @Setup
    public void setUp() throws Exception {
        connection = TlsPair.open();
        certificate = (X509Certificate) connection.server().getLocalCertificates()[0];
        der = certificate.getEncoded();
        sha256 = MessageDigest.getInstance("SHA-256");
        if (!TlsExporter.of(connection.server()).equals(TlsExporter.of(connection.client()))) {
            throw new IllegalStateException("the two ends of the connection differ");
        }
    }

    /** {@code tls-exporter}; where this JVM has none, what it takes to find that out. */
    @Benchmark
    public ChannelBinding exporter() {
        return TlsExporter.of(connection.server());
    }

    /** {@code tls-server-end-point}. */
    @Benchmark
    public ChannelBinding endPoint() {
        return ServerEndPoint.of(certificate);
    }

    /** {@code x5t#S256}. */
    @Benchmark
    public CertificateThumbprint thumbprint() throws Exception {
        return CertificateThumbprint.of(certificate.getEncoded());
    }

    /** SHA-256 of the same certificate, which is octets already, with an engine that is there already. */
    @Benchmark
    public byte[] bare() {
        return sha256.digest(der);
    }
}
