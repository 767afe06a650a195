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
import org.openjdk.jmh.infra.BenchmarkParams;

/** One verification of a DPoP proof that was never seen before, with a token that was, beside its signature alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xmx1g", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class DpopVerification {

    /** How the proof is signed. */
    @Param
    public DpopScenario scenario;

    private DpopSupply supply;
    private Popfilter popfilter;
    private BareSignature bare;

    /** JMH sets the scenario. */
    public DpopVerification() {}

    /** Signs the proofs; fails when one of the two lets pass what it must not, or refuses what it must not. */
    @Setup
    public void setUp(BenchmarkParams benchmark) throws Exception {
        DpopMaterial material = new DpopMaterial(scenario);
        popfilter = new Popfilter(material);
        bare = new BareSignature(material);
        Trial.check(popfilter, material);
        Trial.check(bare, material);
        supply = new DpopSupply(material);
        if (benchmark.getBenchmark().endsWith("popfilter")) {
            DpopMaterial quick = DpopSupply.quick();
            supply.warmUp(popfilter, new Popfilter(quick), quick);
        }
    }

    /** This project's verifier. */
    @Benchmark
    public Object popfilter() throws Exception {
        return popfilter.verify(supply.next(popfilter));
    }

    /** The signature alone. */
    @Benchmark
    public boolean bare() throws Exception {
        return DpopSupply.require(bare.accepts(supply.next()));
    }
}
