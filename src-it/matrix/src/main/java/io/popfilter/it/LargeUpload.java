// SPDX-License-Identifier: Apache-2.0
package io.popfilter.it;

import io.popfilter.jose.SignatureAlgorithm;
import io.popfilter.servlet.PopFilter;
import io.popfilter.sign.RequestSigner;
import io.popfilter.sign.RequestToSign;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.MultipartConfigElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A process of its own, with less memory than the bodies that it sends to itself; what became of them is on its standard
 * output, as {@code .properties}.
 */
final class LargeUpload implements AutoCloseable {

    /** More than the process may have. */
    static final long OCTETS = 100L * 1024 * 1024;

    private static final long WARM_UP = 1024 * 1024;
    private static final long LAST = 1024 * 1024;
    private static final String TYPE = "application/octet-stream";

    /** What the filter does with the body. */
    enum Way {
        HELD,
        STREAMED;

        private String path() {
            return "/" + name().toLowerCase(Locale.ROOT);
        }

        /** The name of a line of the report. */
        String key(String fact) {
            return name().toLowerCase(Locale.ROOT) + "." + fact;
        }
    }

    private final Container.Running container;
    private final BodyFiles files;
    private final RequestSigner signer;
    private long alive;

    private LargeUpload(Path directory) throws Exception {
        files = new BodyFiles(new TemporaryDirectory(bodies(directory)));
        Map<String, String> settings = Server.settings(directory);
        settings.put("body.directory", files.directory().path().toString());
        settings.put("body.max-bytes", Long.toString(Container.MAX_BODY));
        settings.put("body.streaming", Way.STREAMED.path());
        Application application = new Application(
                "",
                new PopFilter(),
                settings,
                EnumSet.of(DispatcherType.REQUEST),
                new DigestingServlet(),
                List.of(Application.EVERYTHING),
                new MultipartConfigElement(directory.toString()));
        container = Container.ofThisModule().start(application, Files.createDirectory(directory.resolve("container")));
        ClientKey key = ClientKey.of(SignatureAlgorithm.HS256);
        String token = AuthorizationServer.ONLY.token(TokenForm.A256KW_A256CBC_HS512, ConfirmationForm.JWK, key);
        signer = RequestSigner.of(token, key.signing(), InstantSource.system());
    }

    /** Where the process that works in this directory keeps bodies. */
    static Path bodies(Path directory) {
        return directory.resolve("bodies");
    }

    /** Takes an empty directory but for {@link #bodies}, which is there. */
    public static void main(String[] args) throws Exception {
        try (LargeUpload upload = new LargeUpload(Path.of(args[0]))) {
            for (Way way : Way.values()) {
                upload.run(way);
            }
            say("files", upload.files.areGone() ? 0 : upload.files.count());
        }
    }

    private void run(Way way) throws IOException {
        UploadedOctets small = UploadedOctets.of(WARM_UP);
        send(way, signed(way, small), small); // classes are loaded, pools are filled
        say(way.key("before"), aliveNow());
        memoryPools().forEach(MemoryPoolMXBean::resetPeakUsage);

        UploadedOctets octets = UploadedOctets.of(OCTETS);
        RequestToSign signed = signed(way, octets);
        Answer answer = send(way, signed, octets);

        say(way.key("alive"), alive);
        say(
                way.key("peak"),
                memoryPools().stream()
                        .mapToLong(pool -> pool.getPeakUsage().getUsed())
                        .sum());
        say(way.key("status"), answer.status());
        say(way.key("answer"), answer.body());
        say(way.key("changed"), send(way, signed, octets.withLastChanged()).status());
    }

    private static void say(String name, Object value) {
        System.out.println(name + "=" + value);
    }

    private static List<MemoryPoolMXBean> memoryPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    private static long aliveNow() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private String authority() {
        return "127.0.0.1:" + container.port();
    }

    private RequestToSign signed(Way way, UploadedOctets octets) throws IOException {
        return RequestToSign.of("POST", URI.create("http://" + authority() + way.path()))
                .body(TYPE, octets);
    }

    private Answer send(Way way, RequestToSign signed, UploadedOctets octets) throws IOException {
        try (Socket socket = WireRequest.connect(container.port())) {
            OutputStream out = socket.getOutputStream();
            WireRequest.of("POST", way.path(), authority())
                    .field("Authorization", signer.authorization(signed))
                    .field("Content-Type", TYPE)
                    .field("Content-Length", Long.toString(octets.length()))
                    .send(out);
            sendBody(octets, out);
            return Answer.read(socket.getInputStream(), true);
        }
    }

    /** Shortly before the end it looks at what is alive: by then a server that held the body would have it. */
    private void sendBody(UploadedOctets octets, OutputStream out) throws IOException {
        byte[] chunk = new byte[8192];
        long left = octets.length();
        try (InputStream body = octets.open()) {
            for (int count = body.read(chunk); count >= 0; count = body.read(chunk)) {
                if (left >= LAST && left - count < LAST) {
                    alive = aliveNow();
                }
                out.write(chunk, 0, count);
                left -= count;
            }
        } catch (IOException e) {
            out.flush(); // a server that answers before it has read all: the answer is there all the same
        }
    }

    @Override
    public void close() {
        container.close();
    }
}
