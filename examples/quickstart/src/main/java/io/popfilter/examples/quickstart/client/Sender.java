// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart.client;

import java.io.IOException;
import java.net.http.HttpRequest;

/** Sends a request and waits for the answer: with {@link Answer#of}, and whatever else is done with both. */
@FunctionalInterface
public interface Sender {

    /** The answer. */
    Answer send(HttpRequest request) throws IOException, InterruptedException;
}
