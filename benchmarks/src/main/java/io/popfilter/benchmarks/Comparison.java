// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs JMH with CPU time and allocation, and prints the three variants of each scenario in one line of a table. */
public final class Comparison {

    private static final String CPU = CpuTime.LABEL;
    private static final String BYTES = "gc.alloc.rate.norm";

    private final Map<String, Map<String, RunResult>> byScenario = new TreeMap<>();

    private Comparison(Collection<RunResult> results) {
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            byScenario
                    .computeIfAbsent(result.getParams().getParam("scenario"), scenario -> new TreeMap<>())
                    .put(name.substring(name.lastIndexOf('.') + 1), result);
        }
    }

    /** Takes JMH's own options. */
    public static void main(String[] args) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .parent(new CommandLineOptions(args))
                        .addProfiler(GCProfiler.class)
                        .addProfiler(CpuTime.class)
                        .build())
                .run();
        System.out.println();
        System.out.println("CPU time in ns/op, mean of all iterations (least-most of the forks); B/op allocated");
        new Comparison(results).print();
    }

    private void print() {
        byScenario.forEach((scenario, variants) -> {
            double bare =
                    variants.containsKey("bare") ? cpu(variants.get("bare")).getAverage() : Double.NaN;
            variants.forEach((variant, result) -> System.out.printf(
                    Locale.ROOT,
                    "%-14s %-10s %9.0f (%.0f-%.0f) ns %8.0f B %7.3f x bare%n",
                    scenario,
                    variant,
                    cpu(result).getAverage(),
                    cpu(result).getMin(),
                    cpu(result).getMax(),
                    result.getSecondaryResults().get(BYTES).getScore(),
                    cpu(result).getAverage() / bare));
        });
    }

    /** One value for each fork. */
    private static DoubleSummaryStatistics cpu(RunResult result) {
        return result.getBenchmarkResults().stream()
                .mapToDouble(Comparison::cpuOfFork)
                .summaryStatistics();
    }

    private static double cpuOfFork(BenchmarkResult fork) {
        return fork.getIterationResults().stream()
                .mapToDouble(Comparison::cpuOfIteration)
                .average()
                .orElse(Double.NaN);
    }

    private static double cpuOfIteration(IterationResult iteration) {
        return iteration.getSecondaryResults().get(CPU).getScore();
    }
}
