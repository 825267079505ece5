package org.predictbench.bench.record;

import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.predictbench.bench.files.InputException;

/**
 * One recording, from the first call to Ctrl-C, SIGTERM, or a file that is full.
 *
 * <p>After a signal the exit code is the system's own: 130 after SIGINT, 143 after SIGTERM.
 */
public final class RecordRun {
  /** Enough for a burst of a second or so; what they may hold in bytes is bounded besides. */
  private static final int MAX_QUEUED = 4096;

  /** Of the heap, what calls under way and the queue may keep for the recorder. */
  private static final int HEAP_SHARE = 8;

  private final RecordRequest request;
  private final PrintStream out;
  private final boolean terminal;
  private final CountDownLatch interrupted = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(1);

  /**
   * @param terminal whether somebody looks on, and lines can be rewritten
   */
  public RecordRun(RecordRequest request, PrintStream out, boolean terminal) {
    this.request = request;
    this.out = out;
    this.terminal = terminal;
  }

  /**
   * Passes calls on and records until it is ended.
   *
   * @return false if the file could not be written to the end
   * @throws InputException if the file, the address or the target cannot be used
   */
  public boolean execute() throws InterruptedException {
    RecordFile file = RecordFile.open(request.out(), request.append());
    SampleQueue queue = new SampleQueue(MAX_QUEUED, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    Recorder recorder = new Recorder(file, request.limits(), request.model(), queue);
    Sampler sampler =
        new Sampler(
            queue, request.share(), request.seed(), request.replies(), recorder::isRecording);
    Progress progress = new Progress(out, terminal, request.stop(), sampler, recorder);
    Thread hook = new Thread(this::onSignal, "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      pass(file, recorder, sampler, progress);
    } finally {
      ended.countDown();
      removeHook(hook);
    }
    return !recorder.state().failed();
  }

  private void pass(RecordFile file, Recorder recorder, Sampler sampler, Progress progress)
      throws InterruptedException {
    recorder.start();
    // Closed in this order: no more calls, then no more records.
    try (recorder;
        Proxy proxy = open(file, sampler)) {
      announce(file, proxy.port());
      while (!interrupted.await(1, TimeUnit.SECONDS)) {
        progress.onSecond();
        if (request.stop() && !recorder.isRecording()) {
          break;
        }
      }
    }
    progress.end(file);
  }

  private Proxy open(RecordFile file, Sampler sampler) {
    if (!request.limits().admit(file, 0)) {
      throw new InputException(
          "%s holds %,d records and %,d bytes already; raise --max or --max-bytes"
              .formatted(file.path(), file.records(), file.bytes()));
    }
    return Proxy.start(request.listen(), request.target(), sampler);
  }

  private void announce(RecordFile file, int port) {
    InetSocketAddress listen = request.listen();
    out.printf(
        "passing calls to %s:%d on to %s, recording in %s (mode 0600)%n",
        listen.getHostString(), port, new Dialer(request.target()), file.path());
    if (file.records() > 0) {
      out.printf("going on behind %,d records that are there%n", file.records());
    }
    if (file.cut() > 0) {
      out.printf("cut off %,d bytes at its end, of a record that was not whole%n", file.cut());
    }
    if (!listen.getAddress().isLoopbackAddress()) {
      out.println("whoever reaches this address reaches the target through it, without TLS");
    }
    out.flush();
  }

  private void onSignal() {
    interrupted.countDown();
    try {
      // The JVM waits for this thread, and so for the records.
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is on its way down: the hook runs, as it should.
    }
  }
}
