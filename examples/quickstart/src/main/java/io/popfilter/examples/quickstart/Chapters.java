// SPDX-License-Identifier: Apache-2.0
package io.popfilter.examples.quickstart;

import java.io.IOException;

/** A story, and the parties that play in it: they are there until it is closed. */
interface Chapters extends AutoCloseable {

    /** Tells it from the beginning to the end. */
    void tell() throws IOException, InterruptedException;

    /** Prints requests that can be sent to the parties after the story. */
    void print(CurlLines lines) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
