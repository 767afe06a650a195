// SPDX-License-Identifier: Apache-2.0
package io.popfilter.benchmarks;

import io.popfilter.jose.Digests;
import io.popfilter.parse.MalformedException;
import io.popfilter.reject.Rejection;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
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
import org.openjdk.jmh.infra.Blackhole;

/** Bringing method, authority, path, query and content-type of one request into canonical form. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xmx1g", "-XX:-BackgroundCompilation"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class Canonicalization {

    private static final List<String> NAMES = List.of("currency", "limit", "sort");

    /** In which spelling the request comes. */
    @Param
    public Spelling scenario;

    private final Digests digests = new Digests();
    private final MessageDigest sha256 = Digests.newSha256();
    private byte[] octets;

    /** JMH sets the spelling. */
    public Canonicalization() {}

    /** Fails when the spellings do not have the same canonical form. */
    @Setup
    public void setUp() throws Rejection, MalformedException {
        CanonicalTexts texts = texts(scenario);
        if (!texts.equals(texts(Spelling.CANONICAL))) {
            throw new IllegalStateException(scenario + " has another canonical form: " + texts);
        }
        octets = texts.joined().getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The texts. */
    @Benchmark
    public Object canonical() throws Rejection, MalformedException {
        return texts(scenario);
    }

    /** The texts, and the hashes of those that are signed as a hash: query and fields. */
    @Benchmark
    public Object hashed(Blackhole hashes) throws Rejection, MalformedException {
        CanonicalTexts texts = texts(scenario);
        hashes.consume(digests.sha256(texts.query()));
        hashes.consume(digests.sha256(texts.fields()));
        return texts;
    }

    /** SHA-256 of all the texts at once, which are octets already. */
    @Benchmark
    public Object bare() {
        return sha256.digest(octets);
    }

    static CanonicalTexts texts(Spelling spelling) throws Rejection, MalformedException {
        return CanonicalTexts.of(spelling, spelling.host(), NAMES, Spelling.FIELD);
    }
}
