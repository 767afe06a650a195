// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

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

/** What a signed answer costs the server: its half of {@code response-signing}, without the container. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xmx1g", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnswerSigning {

    /** Which key signs. */
    @Param
    public AnswerScenario scenario;

    private AnswerMaterial material;
    private BareAnswer bare;

    /** JMH sets the scenario. */
    public AnswerSigning() {}

    /** Makes the keys, and fails when the client does not believe what is signed. */
    @Setup
    public void setUp() throws Exception {
        material = new AnswerMaterial(scenario);
        material.verify(material.sign());
        bare = BareAnswer.of(scenario, material);
    }

    /** This project's signature, with the hashes of what it covers. */
    @Benchmark
    public String popfilter() throws Exception {
        return material.sign();
    }

    /** The bare primitives. */
    @Benchmark
    public byte[] bare() throws Exception {
        return bare.sign();
    }
}
