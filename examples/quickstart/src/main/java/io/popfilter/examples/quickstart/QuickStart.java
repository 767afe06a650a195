// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Runs authorization server, protected API and client in this process, and prints what happens between them.
 *
 * <p>The system property {@code scheme} says whether they speak {@code PoP}, which is the default, or {@code DPoP}. Ends with
 * status 0 when everything went as it should, else with 1. With the system property {@code stay} it does not end, and prints
 * curl lines to try.
 */
public final class QuickStart {

    private static final String PROOF_MAX_AGE = "PT60S";

    private QuickStart() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String name = System.getProperty("scheme", StoryScheme.POP.toString());
        Optional<StoryScheme> scheme = Arrays.stream(StoryScheme.values())
                .filter(one -> one.toString().equalsIgnoreCase(name))
                .findFirst();
        if (scheme.isEmpty()) {
            System.err.println("scheme: one of " + Arrays.toString(StoryScheme.values()) + ", not " + name);
            System.exit(2);
        }
        System.exit(run(System.out, scheme.orElseThrow(), Boolean.getBoolean("stay")));
    }

    /** Runs it, and returns the exit status. */
    static int run(PrintStream out, StoryScheme scheme, boolean stay) throws IOException, InterruptedException {
        HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        String proofMaxAge = stay ? CurlLines.PROOF_MAX_AGE : PROOF_MAX_AGE;
        try (ServerLog log = ServerLog.start()) {
            Story story = new Story(out, http, log);
            try (Chapters chapters = start(scheme, http, story, proofMaxAge)) {
                chapters.tell();
                if (story.surprises() > 0) {
                    out.println("\nNOT as it should be: see the lines marked WRONG.");
                    return 1;
                }
                out.println("\nEverything went as it should.");
                if (stay) {
                    chapters.print(new CurlLines(out));
                    log.passOnTo(line -> out.println("log: " + line));
                    awaitEndOfParent();
                }
                return 0;
            }
        }
    }

    private static Chapters start(StoryScheme scheme, HttpClient http, Story story, String proofMaxAge)
            throws IOException {
        return switch (scheme) {
            case POP -> new PopChapters(http, Parties.start(http, proofMaxAge), story);
            case DPOP -> new DpopChapters(http, DpopParties.start(http, proofMaxAge), story);
        };
    }

    /** Ctrl+C ends this process; when Maven is ended in another way, this process goes too. */
    private static void awaitEndOfParent() {
        ProcessHandle.current()
                .parent()
                .map(ProcessHandle::onExit)
                .orElseGet(CompletableFuture::new)
                .join();
    }
}
