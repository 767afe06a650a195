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

/** The same verification by the Nimbus SDK, which has no EdDSA of its own. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xmx1g", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 7, time = 1)
public class DpopVerificationByNimbus {

    /** How the proof is signed. */
    @Param({"DPOP_ES256", "DPOP_RS256"})
    public DpopScenario scenario;

    private DpopSupply supply;
    private NimbusDpop nimbus;

    /** JMH sets the scenario. */
    public DpopVerificationByNimbus() {}

    /** Signs the proofs; fails when the SDK lets pass what it must not, or refuses what it must not. */
    @Setup
    public void setUp() throws Exception {
        DpopMaterial material = new DpopMaterial(scenario);
        nimbus = new NimbusDpop(material);
        Trial.check(nimbus, material);
        supply = new DpopSupply(material);
        DpopMaterial quick = DpopSupply.quick();
        supply.warmUp(nimbus, new NimbusDpop(quick), quick);
    }

    /** The Nimbus SDK. */
    @Benchmark
    public boolean nimbus() throws Exception {
        return DpopSupply.require(nimbus.accepts(supply.next(nimbus)));
    }
}
