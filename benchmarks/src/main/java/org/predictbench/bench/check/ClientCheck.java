package org.predictbench.bench.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.predictbench.bench.check.Subject.Broken;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.process.Scratch;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.axis.Transport;

/** Holds a client to what {@code PredictClient} says of clients, against a server of its own. */
public final class ClientCheck {
  static final String TYPES = "every bit of ";
  static final String OPENS = "a client opens and closes";

  /** What every client carries. */
  private static final Inputs FLOATS = SampleTensors.floats(1, 5);

  private static final long LIMIT_SECONDS = 60;

  private final Consumer<Finding> findings;

  private ClientCheck(Consumer<Finding> findings) {
    this.findings = findings;
  }

  /** How a promise came out. */
  public enum State {
    HELD,
    /** The client says that it does not carry such inputs, which it may. */
    NOT_CARRIED,
    BROKEN
  }

  /**
   * One promise.
   *
   * @param promise in words
   * @param reason empty if it is held
   */
  public record Finding(State state, String promise, String reason) {}

  /**
   * Checks all promises.
   *
   * @param findings is given each as it is known
   * @throws IOException if no server can be started
   */
  public static void run(OwnClient client, Consumer<Finding> findings) throws IOException {
    run(client, promise -> true, findings);
  }

  /** Checks those promises alone whose words are asked for; the types' are {@link #TYPES}. */
  static void run(OwnClient client, Predicate<String> asked, Consumer<Finding> findings)
      throws IOException {
    Path scratch = Scratch.create();
    boolean unix = client.transport() == Transport.NETTY_UDS;
    try (EchoServer server =
        unix ? EchoServer.on(scratch.resolve("check.sock")) : EchoServer.onLoopback()) {
      new ClientCheck(findings).run(new Subject(client, server), asked);
    } finally {
      Scratch.delete(scratch);
    }
  }

  private void run(Subject subject, Predicate<String> asked) {
    Finding opens = finding(OPENS, () -> subject.open(EchoService.CONTENT, FLOATS).close());
    if (opens.state() != State.HELD) {
      // Every promise would be broken for this one reason.
      findings.accept(broken(OPENS, opens.reason()));
      return;
    }
    if (asked.test(TYPES)) {
      types(subject);
    }
    for (Promise promise : Promise.values()) {
      if (asked.test(promise.words())) {
        findings.accept(finding(promise.words(), () -> promise.check(subject)));
      }
    }
  }

  /** All types that are carried, or not for one reason, in one line. */
  private void types(Subject subject) {
    Map<String, List<String>> byOutcome = new LinkedHashMap<>();
    Map<String, Finding> outcomes = new LinkedHashMap<>();
    for (DType dtype : DType.values()) {
      Inputs inputs = SampleTensors.of(dtype);
      Finding finding = finding(dtype.id(), () -> Promise.requireEcho(subject, inputs));
      String outcome = finding.state() + finding.reason().replace(dtype.id(), "");
      byOutcome.computeIfAbsent(outcome, any -> new ArrayList<>()).add(dtype.id());
      outcomes.putIfAbsent(outcome, finding);
    }
    byOutcome.forEach(
        (outcome, types) -> {
          Finding finding = outcomes.get(outcome);
          String words = TYPES + String.join(", ", types);
          // Of the first of them, where each has its own.
          findings.accept(new Finding(finding.state(), words, finding.reason()));
        });
  }

  /** Something to be checked. */
  private interface Check {
    void run() throws Exception;
  }

  private static Finding finding(String promise, Check check) {
    ExecutorService thread = Executors.newSingleThreadExecutor(ClientCheck::daemon);
    try {
      Future<?> done =
          thread.submit(
              () -> {
                check.run();
                return null;
              });
      done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      return new Finding(State.HELD, promise, "");
    } catch (TimeoutException e) {
      return broken(promise, "it did not come to an end within %d s".formatted(LIMIT_SECONDS));
    } catch (ExecutionException e) {
      return failed(promise, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return broken(promise, "interrupted");
    } finally {
      thread.shutdownNow();
    }
  }

  private static Finding failed(String promise, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    if (cause instanceof Broken) {
      return broken(promise, cause.getMessage());
    }
    if (cause instanceof IllegalArgumentException) {
      // Its subclasses, as of a number that is none, say less without their names.
      boolean plain = cause.getClass() == IllegalArgumentException.class;
      return new Finding(
          State.NOT_CARRIED, promise, plain ? String.valueOf(cause.getMessage()) : line(cause));
    }
    return broken(promise, line(cause));
  }

  private static String line(Throwable cause) {
    return cause.toString().lines().findFirst().orElse("it failed");
  }

  private static Finding broken(String promise, String reason) {
    return new Finding(State.BROKEN, promise, reason);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "client-check");
    thread.setDaemon(true);
    return thread;
  }
}
