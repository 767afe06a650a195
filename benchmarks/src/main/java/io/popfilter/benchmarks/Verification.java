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

/**
 * One verification: of a request that was never seen before, with its replay check.
 *
 * <p>The requests were signed beforehand. When all of them were used, the spent ids are forgotten, at once, and they are
 * used again.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
// Beside other work the compiler's own threads come too late: let the measuring thread wait for them
@Fork(
        value = 3,
        jvmArgsAppend = {"-Xmx1g", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, time = 1)
public class Verification {

    private static final int WARM_UP_ROUNDS = 4;

    /** What is verified. */
    @Param
    public Scenario scenario;

    private SignedRequest[] requests;
    private int next;
    private Popfilter popfilter;
    private Primitives primitives;
    private NimbusOnly nimbus;

    /** JMH sets the scenario. */
    public Verification() {}

    /** Signs the requests; fails when one of the three lets pass what it must not, or refuses what it must not. */
    @Setup
    public void setUp(BenchmarkParams benchmark) throws Exception {
        Material material = new Material(scenario);
        popfilter = new Popfilter(material);
        primitives = new Primitives(material);
        nimbus = new NimbusOnly(material);
        Trial.check(popfilter, material);
        Trial.check(primitives, material);
        Trial.check(nimbus, material);
        requests = material.sign(scenario.requests());
        String name = benchmark.getBenchmark();
        Material quick = new Material(scenario.isSymmetric() ? scenario : Scenario.HS256_CACHED);
        if (name.endsWith("popfilter")) {
            warmUp(popfilter, new Popfilter(quick), quick);
        } else if (name.endsWith("bare")) {
            warmUp(primitives, new Primitives(quick), quick);
        } else {
            warmUp(nimbus, new NimbusOnly(quick), quick);
        }
    }

    /**
     * Warms up by number, not by time: beside other work a second holds little. And with HS256 where ES256 is measured, of
     * which a second holds a thousand runs of the code around the signature, too few to compile it.
     */
    private void warmUp(
            Variant<? super SignedRequest> variant, Variant<? super SignedRequest> quickVariant, Material quick)
            throws Exception {
        SignedRequest[] quickRequests = quick.sign(Scenario.HS256_CACHED.requests());
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            for (int i = 0; i < quickRequests.length; i++) {
                require(quickVariant.accepts(quickRequests[i]));
                if (i % 100 == 0) {
                    require(variant.accepts(requests[i / 100]));
                }
            }
            quickVariant.forgetSpentIds();
            variant.forgetSpentIds();
        }
    }

    /** This project's verifier. */
    @Benchmark
    public Object popfilter() throws Exception {
        return popfilter.verify(next(popfilter));
    }

    /** The bare primitives. */
    @Benchmark
    public boolean bare() throws Exception {
        return require(primitives.accepts(next(primitives)));
    }

    /** The obvious way. */
    @Benchmark
    public boolean nimbus() throws Exception {
        return require(nimbus.accepts(next(nimbus)));
    }

    private SignedRequest next(Variant<?> variant) {
        if (next == requests.length) {
            next = 0;
            variant.forgetSpentIds();
        }
        return requests[next++];
    }

    private static boolean require(boolean isAccepted) {
        if (!isAccepted) {
            throw new IllegalStateException("a good request was refused");
        }
        return true;
    }
}
