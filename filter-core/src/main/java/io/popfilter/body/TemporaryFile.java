// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;

/**
 * A file that only its owner can open and that is gone when it is closed: on POSIX systems its name is removed as soon as it
 * is open, so that not even a crash leaves one behind.
 */
final class TemporaryFile {

    private static final Set<StandardOpenOption> OPTIONS = EnumSet.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private TemporaryFile() {}

    static FileChannel create(Path directory) throws IOException {
        Path path = directory.resolve("popfilter-" + UUID.randomUUID() + ".body");
        boolean isPosix = Files.getFileStore(directory).supportsFileAttributeView("posix");
        return isPosix ? FileChannel.open(path, OPTIONS, OWNER_ONLY) : FileChannel.open(path, OPTIONS);
    }

    static void delete(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a bug or a broken disk: not to be kept from the log
        }
    }
}
