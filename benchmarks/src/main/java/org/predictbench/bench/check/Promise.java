package org.predictbench.bench.check;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.predictbench.bench.check.Subject.Broken;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;

/** What {@link PredictClient} says of every client, one promise a constant. */
enum Promise {
  SEVERAL_TENSORS("several inputs and outputs in one call") {
    @Override
    void check(Subject subject) {
      Inputs several =
          SampleTensors.floats(1, 5)
              .with("ids", SampleTensors.tensor(DType.INT64, 2, 7))
              .with("names", SampleTensors.tensor(DType.STRING, 2, 3));
      requireEcho(subject, several);
    }
  },

  LARGE_MESSAGES("messages of 19 MB both ways, beyond gRPC's default of 4 MiB") {
    @Override
    void check(Subject subject) {
      requireEcho(subject, SampleTensors.floats(2, 32 * 224 * 224 * 3));
    }
  },

  MANY_CALLERS("eight callers at once, each with its own answer") {
    @Override
    void check(Subject subject) {
      try (PredictClient client = subject.open(EchoService.CONTENT, ONE)) {
        Map<Inputs, CompletableFuture<Outputs>> answers = new LinkedHashMap<>();
        for (int i = 0; i < 8; i++) {
          Inputs inputs = SampleTensors.floats(i, 5000 + i);
          answers.put(
              inputs,
              i % 2 == 0
                  ? client.predictAsync(inputs)
                  : CompletableFuture.supplyAsync(() -> client.predict(inputs)));
        }
        answers.forEach((inputs, answer) -> Subject.requireEcho(inputs, answer.join()));
      }
    }
  },

  FAILURES("the server's status and text reach the caller as a PredictException") {
    @Override
    void check(Subject subject) {
      for (Status.Code code : Status.Code.values()) {
        if (code == Status.Code.OK) {
          continue;
        }
        try (PredictClient client = subject.open(EchoService.ERROR + code, ONE)) {
          PredictException failure = failureOf(() -> client.predict(ONE));
          require(failure.code() == code, "%s became %s".formatted(code, failure.code()));
          require(
              String.valueOf(failure.getMessage()).contains(code + " it is"),
              "the server's text '%s it is' became '%s'".formatted(code, failure.getMessage()));
          require(
              failureOf(client.predictAsync(ONE)).code() == code,
              "%s changed, asynchronous".formatted(code));
        }
      }
    }
  },

  BAD_REPLIES("a reply that is none is an error, and no answer") {
    @Override
    void check(Subject subject) {
      for (String reply : List.of(EchoService.INCOMPLETE, EchoService.GARBAGE)) {
        try (PredictClient client = subject.open(reply, ONE)) {
          // It may read its outputs only when they are asked for.
          PredictException failure =
              failureOf(() -> client.predict(ONE).tensor(SampleTensors.ALIAS).floats());
          require(failure.code() != Status.Code.OK, "%s became OK".formatted(reply));
        }
      }
    }
  },

  DEADLINE("a call ends at its deadline, with DEADLINE_EXCEEDED") {
    @Override
    void check(Subject subject) {
      RequestOptions brief = RequestOptions.DEFAULT.withDeadline(Duration.ofMillis(150));
      try (PredictClient client = subject.open(EchoService.SLOW, ONE)) {
        CompletableFuture<Outputs> other = client.predictAsync(ONE, brief);
        CompletableFuture<Outputs> waiting =
            CompletableFuture.supplyAsync(() -> client.predict(ONE, brief));
        await(waiting::isDone, "a caller still waits, 10 s after a deadline of 150 ms");
        PredictException failure = failureOf(waiting);
        require(
            failure.code() == Status.Code.DEADLINE_EXCEEDED,
            "it became %s".formatted(failure.code()));
        require(
            failureOf(other).code() == Status.Code.DEADLINE_EXCEEDED,
            "it became another code, asynchronous");
      }
    }
  },

  CANCELLED_FUTURE("a future that is cancelled ends its call, and the server learns it") {
    @Override
    void check(Subject subject) {
      try (PredictClient client = subject.open(EchoService.SLOW, ONE)) {
        int before = subject.server().service.cancelled.get();
        int come = subject.server().service.slow.get();
        CompletableFuture<Outputs> answer = client.predictAsync(ONE);
        await(() -> subject.server().service.slow.get() > come, "the call does not come");
        answer.cancel(true);
        await(
            () -> subject.server().service.cancelled.get() > before,
            "the server still works for it, 5 s later");
      }
    }
  },

  INTERRUPT("a caller that is interrupted gets CANCELLED at once, and stays interrupted") {
    @Override
    void check(Subject subject) {
      try (PredictClient client = subject.open(EchoService.SLOW, ONE)) {
        Thread caller = Thread.currentThread();
        int come = subject.server().service.slow.get();
        CompletableFuture<Void> interruption =
            CompletableFuture.runAsync(
                () -> {
                  await(() -> subject.server().service.slow.get() > come, "no call");
                  caller.interrupt();
                });
        PredictException failure;
        boolean stays;
        try {
          failure = failureOf(() -> client.predict(ONE));
        } finally {
          interruption.join();
          stays = Thread.interrupted();
        }
        require(failure.code() == Status.Code.CANCELLED, "it got %s".formatted(failure.code()));
        require(stays, "its thread is no longer marked as interrupted");
      }
    }
  },

  HEADERS("headers of a call reach the server") {
    @Override
    void check(Subject subject) {
      RequestOptions options = RequestOptions.DEFAULT.withHeader("x-request-id", "42");
      try (PredictClient client = subject.open(EchoService.CONTENT, ONE)) {
        Subject.requireEcho(ONE, client.predict(ONE, options));
        String got = subject.server().service.headers.get("x-request-id");
        require("42".equals(got), "x-request-id came as %s".formatted(got));
      }
    }
  },

  WHAT_IT_CALLS("signature, version, label and output filter reach the server") {
    @Override
    void check(Subject subject) {
      ModelRef model = ModelRef.of(EchoService.CONTENT).withSignature("other");
      requireSent(subject, model, "signature", "other");
      requireSent(subject, model.withVersion(7), "version", "7");
      requireSent(subject, model.withLabel("canary"), "label", "canary");
      requireSent(subject, model.withOutputs(SampleTensors.ALIAS), "outputs", SampleTensors.ALIAS);
    }
  },

  RESTART("after a server's restart the client works again by itself") {
    @Override
    void check(Subject subject) throws Exception {
      try (PredictClient client = subject.open(EchoService.CONTENT, ONE)) {
        Subject.requireEcho(ONE, client.predict(ONE));
        int port = subject.server().goAway();
        PredictException failure;
        try {
          failure = failureOf(() -> client.predict(ONE));
        } finally {
          subject.server().comeBack(port);
        }
        require(
            failure.code() == Status.Code.UNAVAILABLE,
            "without a server it got %s".formatted(failure.code()));
        await(() -> answers(client), "no answer 10 s after the server was back");
      }
    }
  },

  CLOSE("close can be repeated; then calls are refused, and no connection or thread is left") {
    @Override
    void check(Subject subject) {
      Thread[] before = threads();
      int open = subject.server().connections();
      PredictClient client = subject.open(EchoService.CONTENT, ONE);
      Subject.requireEcho(ONE, client.predict(ONE));
      client.close();
      client.close();
      requireRefused(client);
      await(() -> subject.server().connections() <= open, "a connection is open, 10 s after close");
      await(() -> left(before).isEmpty(), () -> "threads live, 10 s after close: " + left(before));
    }
  };

  private static final Inputs ONE = SampleTensors.floats(0, 1);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String words;

  Promise(String words) {
    this.words = words;
  }

  /** What is promised, in words. */
  String words() {
    return words;
  }

  /**
   * Checks it.
   *
   * @throws Broken if the client does not keep it
   * @throws IllegalArgumentException if it does not carry such inputs
   */
  abstract void check(Subject subject) throws Exception;

  static void requireEcho(Subject subject, Inputs inputs) {
    for (String form : List.of(EchoService.CONTENT, EchoService.FIELDS)) {
      try (PredictClient client = subject.open(form, inputs)) {
        Subject.requireEcho(inputs, client.predict(inputs));
        Subject.requireEcho(inputs, client.predictAsync(inputs).join());
      }
    }
  }

  private static void requireSent(Subject subject, ModelRef model, String what, String expected) {
    try (PredictClient client = subject.open(model, ONE)) {
      Subject.requireEcho(ONE, client.predict(ONE));
      var latest = subject.server().service.latest;
      String sent =
          switch (what) {
            case "signature" -> latest.getModelSpec().getSignatureName();
            case "version" -> Long.toString(latest.getModelSpec().getVersion().getValue());
            case "label" -> latest.getModelSpec().getVersionLabel();
            default -> String.join(",", latest.getOutputFilterList());
          };
      require(expected.equals(sent), "%s '%s' was sent as '%s'".formatted(what, expected, sent));
    }
  }

  private static void requireRefused(PredictClient client) {
    try {
      var unused = client.predict(ONE);
    } catch (IllegalStateException | PredictException e) {
      return;
    }
    throw new Broken("a closed client still answers");
  }

  private static boolean answers(PredictClient client) {
    try {
      Subject.requireEcho(ONE, client.predict(ONE));
      return true;
    } catch (PredictException e) {
      return false;
    }
  }

  private static Thread[] threads() {
    return Thread.getAllStackTraces().keySet().toArray(Thread[]::new);
  }

  /** Daemons, such as the timers that gRPC shares between channels, keep no JVM alive. */
  private static List<String> left(Thread[] before) {
    List<Thread> since = new ArrayList<>(List.of(threads()));
    since.removeAll(List.of(before));
    return since.stream()
        .filter(thread -> thread.isAlive() && !thread.isDaemon())
        .map(Thread::getName)
        .toList();
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new Broken(otherwise);
    }
  }

  private static void await(BooleanSupplier condition, String otherwise) {
    await(condition, () -> otherwise);
  }

  private static void await(BooleanSupplier condition, Supplier<String> otherwise) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE_NANOS) {
        throw new Broken(otherwise.get());
      }
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Broken("interrupted");
      }
    }
  }

  private static PredictException failureOf(Supplier<?> call) {
    try {
      Object answer = call.get();
      throw new Broken("it got an answer: " + answer);
    } catch (PredictException e) {
      return e;
    } catch (Broken e) {
      throw e;
    } catch (RuntimeException e) {
      throw new Broken("it got %s in place of a PredictException".formatted(e));
    }
  }

  private static PredictException failureOf(CompletableFuture<Outputs> answer) {
    try {
      return failureOf(answer::join);
    } catch (Broken e) {
      Throwable cause =
          answer.handle((outputs, failure) -> failure).exceptionally(failure -> failure).join();
      if (cause instanceof CompletionException && cause.getCause() != null) {
        cause = cause.getCause();
      }
      if (cause instanceof PredictException failure) {
        return failure;
      }
      if (cause instanceof CancellationException) {
        throw new Broken("it was cancelled");
      }
      throw e;
    }
  }
}
