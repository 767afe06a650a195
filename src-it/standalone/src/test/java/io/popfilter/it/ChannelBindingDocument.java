// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What docs/channel-binding.md says to write, so that the tests do what readers do. */
final class ChannelBindingDocument {

    private static final Path DOCUMENT = Path.of("../../docs/channel-binding.md");
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```\n", Pattern.DOTALL);

    private ChannelBindingDocument() {}

    /** The only block of code in this section and language with this text in it. */
    static String block(String section, String language, String text) {
        List<String> found = BLOCK.matcher(section(section))
                .results()
                .filter(block -> block.group(1).equals(language))
                .map(block -> block.group(2))
                .filter(code -> code.contains(text))
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " blocks of " + language + " with " + text + " in " + section);
        }
        return found.get(0);
    }

    private static String section(String title) {
        try {
            Matcher section = Pattern.compile("\n### " + title + "\n(.*?)\n##", Pattern.DOTALL)
                    .matcher(Files.readString(DOCUMENT));
            if (!section.find()) {
                throw new AssertionError("no section " + title);
            }
            return section.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
