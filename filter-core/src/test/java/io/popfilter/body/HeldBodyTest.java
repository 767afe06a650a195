// SPDX-License-Identifier: Apache-2.0
package io.popfilter.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.popfilter.RequestVerifierBuilder;
import io.popfilter.VerifiedRequest;
import io.popfilter.fixture.Bodies;
import io.popfilter.fixture.Bytes;
import io.popfilter.fixture.FakeRequest;
import io.popfilter.fixture.OpenFiles;
import io.popfilter.fixture.Proof;
import io.popfilter.fixture.Scene;
import io.popfilter.reject.Reason;
import io.popfilter.reject.Rejection;
import io.popfilter.replay.ReplayStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies up to 100 octets in memory, up to 30,000 in a file. */
class HeldBodyTest {

    private static final int MEMORY = 100;
    private static final int LIMIT = 30_000;

    @TempDir
    Path directory;

    private Scene scene() {
        return scene(directory, builder -> builder);
    }

    private static Scene scene(Path directory, UnaryOperator<RequestVerifierBuilder> change) {
        BodyPolicy policy = new BodyPolicy(LIMIT, MEMORY, directory, List.of());
        return Scene.with(builder -> change.apply(builder.bodies(policy)));
    }

    private static Proof signed(Scene scene, String body) {
        return scene.proof().post(body).fields("content-type", "text/plain");
    }

    private static FakeRequest posted(String sent, Proof proof) {
        return FakeRequest.post("text/plain", sent).signed(proof);
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenFiles.in(directory)).isZero();
        assertThat(directory.toFile().list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 99, 100, 101, 8191, 8192, 8193, LIMIT})
    void isReadFromTheStartEachTime(int length) throws IOException {
        Scene scene = scene();
        String text = Bytes.text(length);
        for (long announced : new long[] {length, -1}) {
            FakeRequest request = FakeRequest.post("text/plain", "")
                    .body(announced, new ByteArrayInputStream(Bytes.utf8(text)))
                    .signed(signed(scene, text));
            try (VerifiedRequest verified = scene.accept(request)) {
                Body body = verified.body().orElseThrow();
                assertThat(OpenFiles.in(directory)).isEqualTo(length > MEMORY ? 1 : 0);
                InputStream slow = body.open();
                if (length > 0) {
                    assertThat(slow.read()).isEqualTo(text.charAt(0));
                }
                assertThat(body.open().readAllBytes()).isEqualTo(Bytes.utf8(text));
                assertThat(slow.skip(1)).isEqualTo(length > 1 ? 1 : 0);
                assertThat(slow.readAllBytes()).hasSize(Math.max(0, length - 2));
                assertThat(slow.read()).isEqualTo(-1);
                assertThat(body.isEmpty()).isEqualTo(length == 0);
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void isInAFileThatNobodyElseCanFind() throws IOException {
        Scene scene = scene();
        String text = Bytes.text(500);
        try (VerifiedRequest verified = scene.accept(posted(text, signed(scene, text)))) {
            assertThat(verified.body()).isPresent();
            assertThat(directory.toFile().list()).isEmpty();
        }
    }

    @Test
    void afterTheRequestWhatWasInMemoryCanStillBeReadAndAFileCannot() throws IOException {
        Scene scene = scene();
        VerifiedRequest small = scene.accept(posted("small", signed(scene, "small")));
        String text = Bytes.text(500);
        VerifiedRequest large = scene.accept(posted(text, signed(scene, text)));
        InputStream open = large.body().orElseThrow().open();
        small.close();
        large.close();
        large.close();
        assertThat(small.body().orElseThrow().open().readAllBytes()).isEqualTo(Bytes.utf8("small"));
        assertThatThrownBy(open::read).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> large.body().orElseThrow().open())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("over");
    }

    @Test
    void anotherBodyIsDeleted() {
        Scene scene = scene();
        FakeRequest request = posted(Bytes.text(500), signed(scene, Bytes.text(499)));
        assertThat(scene.refusal(request)).isEqualTo(Reason.BODY_MISMATCH);
    }

    @Test
    void aTooLongBodyIsDeleted() {
        Scene scene = scene();
        String text = Bytes.text(LIMIT + 1);
        FakeRequest unannounced = FakeRequest.post("text/plain", "")
                .body(-1, new ByteArrayInputStream(Bytes.utf8(text)))
                .signed(signed(scene, text));
        assertThat(scene.refusal(unannounced)).isEqualTo(Reason.BODY_TOO_LARGE);
    }

    @Test
    void aTooLongBodyThatWasAnnouncedIsNotRead() {
        Scene scene = scene();
        FakeRequest request = posted(Bytes.text(LIMIT + 1), signed(scene, Bytes.text(LIMIT + 1)));
        assertThat(scene.refusal(request)).isEqualTo(Reason.BODY_TOO_LARGE);
        assertThat(request.bodiesOpened()).isZero();
    }

    @Test
    void theBodyOfAClientThatGoesAwayIsDeleted() {
        Scene scene = scene();
        String text = Bytes.text(LIMIT);
        InputStream broken =
                new SequenceInputStream(new ByteArrayInputStream(Bytes.utf8(Bytes.text(20_000))), Bodies.broken(() -> {
                    throw new IOException("gone");
                }));
        FakeRequest request =
                FakeRequest.post("text/plain", "").body(LIMIT, broken).signed(signed(scene, text));
        assertThat(scene.refusal(request)).isEqualTo(Reason.BODY_UNREADABLE);
    }

    @Test
    void theBodyOfAReplayedRequestIsDeleted() {
        Scene scene = scene();
        String text = Bytes.text(500);
        Proof proof = signed(scene, text);
        scene.accept(posted(text, proof)).close();
        assertThat(scene.refusal(posted(text, proof))).isEqualTo(Reason.REPLAYED);
    }

    @Test
    void theBodyWithAnUnsignedDescriptionIsDeleted() {
        Scene scene = scene();
        String text = Bytes.text(500);
        FakeRequest request =
                FakeRequest.post("text/plain", text).signed(scene.proof().post(text));
        assertThat(scene.refusal(request)).isEqualTo(Reason.SENSITIVE_FIELD_NOT_COVERED);
    }

    @Test
    void theBodyWithAChannelBindingThatCannotBeComparedIsDeleted() {
        Scene scene = scene();
        String text = Bytes.text(500);
        Proof proof = signed(scene, text).member("cb", "tls-exporter:AAAA");
        assertThat(scene.refusal(posted(text, proof))).isEqualTo(Reason.CHANNEL_BINDING_NOT_COMPARABLE);
    }

    @Test
    void theBodyIsDeletedWhenTheStoreFails() {
        ReplayStore broken = (thumbprint, id, until) -> {
            throw new IllegalStateException("down");
        };
        Scene scene = scene(directory, builder -> builder.replayProtection(broken));
        String text = Bytes.text(500);
        assertThat(scene.refusal(posted(text, signed(scene, text)))).isEqualTo(Reason.INTERNAL_FAULT);
    }

    @Test
    void theBodyIsDeletedWhenTheStoreFailsWithAnError() {
        ReplayStore broken = (thumbprint, id, until) -> {
            throw new OutOfMemoryError("for the test");
        };
        Scene scene = scene(directory, builder -> builder.replayProtection(broken));
        String text = Bytes.text(500);
        FakeRequest request = posted(text, signed(scene, text));
        assertThatThrownBy(() -> scene.verify(request)).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    void aDirectoryThatIsGoneIsOurOutage() throws IOException {
        Path gone = Files.createDirectory(directory.resolve("gone"));
        Scene scene = scene(gone, builder -> builder);
        Files.delete(gone);
        String text = Bytes.text(MEMORY + 1);
        Rejection rejection = scene.rejection(posted(text, signed(scene, text)));
        assertThat(rejection.reason()).isEqualTo(Reason.BODY_STORAGE_UNAVAILABLE);
        assertThat(rejection.getCause()).isInstanceOf(IOException.class);
        scene.accept(posted("in memory", signed(scene, "in memory"))).close();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void theFileIsItsOwnersAlone() throws IOException {
        try (var file = TemporaryFile.create(directory)) {
            Path descriptor = Path.of("/proc/self/fd");
            if (Files.isDirectory(descriptor)) {
                try (var open = Files.list(descriptor)) {
                    List<Path> ours =
                            open.filter(fd -> OpenFiles.isIn(directory, fd)).toList();
                    assertThat(ours).hasSize(1);
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ours.get(0))))
                            .isEqualTo("rw-------");
                }
            }
            assertThat(file.isOpen()).isTrue();
        }
    }
}
