// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.sign.VerifiedAnswer;
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

/** What a signed answer costs the client that checks it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xmx1g", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AnswerVerification {

    /** Which key signs. */
    @Param
    public AnswerScenario scenario;

    private AnswerMaterial material;
    private BareAnswer bare;
    private String signature;
    private byte[] bareSignature;

    /** JMH sets the scenario. */
    public AnswerVerification() {}

    /** Signs an answer, and fails when the bare primitives do not accept their own. */
    @Setup
    public void setUp() throws Exception {
        material = new AnswerMaterial(scenario);
        signature = material.sign();
        bare = BareAnswer.of(scenario, material);
        bareSignature = bare.sign();
        if (!bare()) {
            throw new IllegalStateException("the bare primitives refuse their own signature");
        }
    }

    /** This project's check, with the hashes of what is covered. */
    @Benchmark
    public VerifiedAnswer popfilter() throws Exception {
        return material.verify(signature);
    }

    /** The bare primitives. */
    @Benchmark
    public boolean bare() throws Exception {
        return bare.accepts(bareSignature);
    }
}
