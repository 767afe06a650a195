// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.reject.Rejection;
import java.io.IOException;
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

/** Taking in the body of one request, in each way. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx1g", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class BodyHashing {

    /** How long the body is. */
    @Param
    public BodySize scenario;

    private BodyUpload upload;

    /** JMH sets the length. */
    public BodyHashing() {}

    /** Makes the body. */
    @Setup
    public void setUp() {
        byte[] octets = scenario.octets();
        upload = new BodyUpload(octets, octets);
    }

    /** In memory until it is checked. */
    @Benchmark
    public long memory() throws Rejection {
        return upload.memory();
    }

    /** In a file until it is checked. */
    @Benchmark
    public long file() throws Rejection {
        return upload.file();
    }

    /** Handed on while it is hashed. */
    @Benchmark
    public long streamed() throws Rejection, IOException {
        return upload.streamed();
    }

    /** SHA-256 of what is read. */
    @Benchmark
    public byte[] bare() throws IOException {
        return upload.bare();
    }
}
