package org.predictbench.bench.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.Main;
import org.predictbench.server.launch.JavaCommand;
import org.predictbench.serving.MethodNames;
import org.predictbench.serving.TfRecordReader;
import org.predictbench.serving.full.PredictionLog;

/** The command as a process of its own, which is killed or told to end. */
class KilledRecordTest {
  private static final Pattern PORT = Pattern.compile("passing calls to 127\\.0\\.0\\.1:(\\d+) on");
  private static final int IN_FLIGHT = 20;

  @TempDir private Path folder;
  private AnyServer server;
  private Path out;
  private Process process;
  private BufferedReader stdout;
  private int port;

  @BeforeEach
  void start() throws IOException {
    server = new AnyServer();
    out = folder.resolve("r.tfrecord");
  }

  @AfterEach
  void stop() {
    process.destroyForcibly();
    server.close();
  }

  @Test
  void killedUnderLoadItKeepsWholeRecordsAndGoesOnBehindThem() throws Exception {
    record();
    Load load = new Load(port);
    await().atMost(Duration.ofSeconds(60)).until(() -> load.answered.size() > 1000);
    process.destroyForcibly().waitFor();
    load.end();

    assertThat(load.failures).isNotEmpty().containsOnly(Status.Code.UNAVAILABLE);
    List<String> kept = wholeRecords();
    assertThat(kept).doesNotHaveDuplicates().hasSizeGreaterThan(500);
    assertThat(load.sent).containsAll(kept);

    record("--append");
    assertThat(stdout.readLine())
        .isEqualTo("going on behind %,d records that are there".formatted(kept.size()));
    send(10);
    String rest = end(143);
    assertThat(rest).contains("recorded 10 of 10 calls; ").contains("10  Predict m (default)");
    assertThat(rest).contains("%,d records".formatted(kept.size() + 10));
    List<byte[]> all = RecordFileTest.records(out);
    assertThat(all).hasSize(kept.size() + 10);
    assertThat(names(all).subList(0, kept.size())).isEqualTo(kept);
  }

  @Test
  void itEndsByItselfOnceTheFileIsFullIfAsked() throws Exception {
    record("--max", "5", "--stop", "--sample", "100%");
    // A call more might find it ended.
    send(5);
    assertThat(end(0)).contains("recording has ended: it holds --max 5 records");
    assertThat(RecordFileTest.records(out)).hasSize(5);
  }

  private void record(String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(JavaCommand.executable().toString()));
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "record", "--listen", "127.0.0.1:0"));
    command.addAll(List.of("--target", server.target().toString(), "--out", out.toString()));
    command.addAll(List.of(more));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    stdout = process.inputReader(StandardCharsets.UTF_8);
    String line = stdout.readLine();
    while (line != null && !line.startsWith("passing calls")) {
      // The JVM's own warnings may come before.
      line = stdout.readLine();
    }
    assertThat(line).isNotNull();
    Matcher matcher = PORT.matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    port = Integer.parseInt(matcher.group(1));
  }

  /** Waits for the end, after SIGTERM if that is what it takes; the rest of what it prints. */
  private String end(int exitCode) throws Exception {
    if (exitCode != 0) {
      process.toHandle().destroy();
    }
    String rest = stdout.lines().collect(Collectors.joining("\n"));
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(rest).isEqualTo(exitCode);
    return rest;
  }

  private void send(int count) throws Exception {
    ManagedChannel channel = ProxyTest.channel(port);
    for (int i = 0; i < count; i++) {
      assertThat(RawCalls.call(channel, MethodNames.PREDICT, request("m", i)).code())
          .isEqualTo(Status.Code.OK);
    }
    channel.shutdownNow();
  }

  /** Each request has a signature of its own, by which it is known again. */
  private static byte[] request(String signature, int number) {
    String name = signature.equals("m") ? "" : signature + number;
    return RecorderTest.predict("m", name, 2000 + number % 3000).toByteArray();
  }

  private List<String> wholeRecords() throws IOException {
    List<byte[]> records = new ArrayList<>();
    try (TfRecordReader reader =
        new TfRecordReader(new BufferedInputStream(Files.newInputStream(out)))) {
      for (Optional<byte[]> next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    } catch (TfRecordReader.DataLossException e) {
      assertThat(e).hasMessageStartingWith("truncated record");
    }
    return names(records);
  }

  private static List<String> names(List<byte[]> records) throws IOException {
    List<String> names = new ArrayList<>();
    for (byte[] record : records) {
      names.add(
          PredictionLog.parseFrom(record)
              .getPredictLog()
              .getRequest()
              .getModelSpec()
              .getSignatureName());
    }
    return names;
  }

  /** Callers that go on until they are stopped. */
  private static final class Load {
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Status.Code> failures = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final ManagedChannel channel;
    private final Thread thread = new Thread(this::run, "load");

    Load(int port) {
      channel = ProxyTest.channel(port);
      thread.start();
    }

    private void run() {
      Semaphore free = new Semaphore(IN_FLIGHT);
      for (int i = 0; !over.get() && failures.isEmpty(); i++) {
        free.acquireUninterruptibly();
        String name = "s" + i;
        sent.add(name);
        CompletableFuture<Void> unused =
            RawCalls.start(
                    channel,
                    MethodNames.PREDICT,
                    CallOptions.DEFAULT,
                    new Metadata(),
                    request("s", i))
                .thenAccept(
                    outcome -> {
                      if (outcome.code() == Status.Code.OK) {
                        answered.add(name);
                      } else {
                        failures.add(outcome.code());
                      }
                      free.release();
                    });
      }
      free.acquireUninterruptibly(IN_FLIGHT);
    }

    void end() throws InterruptedException {
      await().atMost(Duration.ofSeconds(20)).until(() -> !failures.isEmpty());
      over.set(true);
      thread.join();
      channel.shutdownNow();
    }
  }
}
