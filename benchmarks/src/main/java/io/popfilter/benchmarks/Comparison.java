// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks with CPU time and allocation, and prints the variants of each scenario side by side.
 *
 * <p>The forks that JMH is asked for are run in turn, one of each benchmark, and then all over again: what else the machine
 * does meanwhile meets all variants alike. Ratios are taken within one turn.
 */
public final class Comparison {

    private static final int DEFAULT_TURNS = 3;

    private record Cost(double nanos, double octets) {}

    /** By scenario and variant, one cost for each turn. */
    private final Map<String, Map<String, List<Cost>>> costs = new TreeMap<>();

    private Comparison() {}

    /** Takes JMH's own options. */
    public static void main(String[] args) throws Exception {
        CommandLineOptions options = new CommandLineOptions(args);
        Comparison comparison = new Comparison();
        int turns = options.getForkCount().orElse(DEFAULT_TURNS);
        for (int turn = 0; turn < turns; turn++) {
            comparison.run(options);
        }
        comparison.print();
    }

    private void run(CommandLineOptions options) throws RunnerException {
        OptionsBuilder oneTurn = new OptionsBuilder();
        oneTurn.parent(options).forks(1).addProfiler(GCProfiler.class).addProfiler(CpuTime.class);
        for (RunResult result : new Runner(oneTurn.build()).run()) {
            String name = result.getParams().getBenchmark();
            costs.computeIfAbsent(result.getParams().getParam("scenario"), scenario -> new TreeMap<>())
                    .computeIfAbsent(name.substring(name.lastIndexOf('.') + 1), variant -> new ArrayList<>())
                    .add(new Cost(
                            median(iterations(result), CpuTime.LABEL),
                            median(iterations(result), "gc.alloc.rate.norm")));
        }
    }

    private static List<IterationResult> iterations(RunResult result) {
        return result.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .toList();
    }

    private static double median(List<IterationResult> iterations, String label) {
        return median(iterations.stream()
                .map(iteration -> iteration.getSecondaryResults().get(label).getScore())
                .toList());
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    private void print() {
        System.out.println();
        System.out.println("Medians over the turns. CPU ns/op (least-most), B/op, CPU against bare (least-most)");
        costs.forEach((scenario, variants) -> variants.forEach((variant, turns) -> {
            List<Double> nanos = turns.stream().map(Cost::nanos).toList();
            List<Double> octets = turns.stream().map(Cost::octets).toList();
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %-10s %s %7.0f %s%n",
                    scenario,
                    variant,
                    range("%9.0f (%.0f-%.0f)", nanos),
                    median(octets),
                    ratios(nanos, variants.get("bare")));
        }));
    }

    private static String ratios(List<Double> nanos, List<Cost> bare) {
        List<Double> ratios = new ArrayList<>();
        for (int turn = 0; bare != null && turn < nanos.size(); turn++) {
            ratios.add(nanos.get(turn) / bare.get(turn).nanos());
        }
        return ratios.isEmpty() ? "" : range("%7.3f (%.3f-%.3f)", ratios);
    }

    private static String range(String format, List<Double> values) {
        double least = values.stream().mapToDouble(v -> v).min().orElseThrow();
        double most = values.stream().mapToDouble(v -> v).max().orElseThrow();
        return String.format(Locale.ROOT, format, median(values), least, most);
    }
}
