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
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class Verification {

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
    public void setUp() throws Exception {
        Material material = new Material(scenario);
        popfilter = new Popfilter(material);
        primitives = new Primitives(material);
        nimbus = new NimbusOnly(material);
        Trial.check(popfilter, material);
        Trial.check(primitives, material);
        Trial.check(nimbus, material);
        requests = material.sign(scenario.requests());
        if (!scenario.isSymmetric()) {
            warmUp();
        }
    }

    /**
     * In a second of ES256 the JVM sees its thousand runs of the code around the signature, too few to compile it. HS256
     * shows it the same code at a hundred times the pace, with ES256 in between.
     */
    private void warmUp() throws Exception {
        Material quick = new Material(Scenario.HS256_CACHED);
        SignedRequest[] quickRequests = quick.sign(Scenario.HS256_CACHED.requests());
        warmUp(popfilter, new Popfilter(quick), quickRequests);
        warmUp(primitives, new Primitives(quick), quickRequests);
        warmUp(nimbus, new NimbusOnly(quick), quickRequests);
    }

    private void warmUp(Variant variant, Variant quickVariant, SignedRequest[] quickRequests) throws Exception {
        for (int i = 0; i < quickRequests.length; i++) {
            require(quickVariant.accepts(quickRequests[i]));
            if (i % 100 == 0) {
                require(variant.accepts(requests[i / 100]));
            }
        }
        variant.forgetSpentIds();
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

    private SignedRequest next(Variant variant) {
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
