package org.predictbench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** What every variant promises, as checks that know nothing of variants. */
public enum PredictContract {
  /** Each value of each type arrives and returns in every bit, by either call. */
  EVERY_BIT {
    @Override
    void check(Opener clients) {
      requireBits(clients, "fields");
    }
  },

  /** So it does if the server answers with tensor_content. */
  EVERY_BIT_OF_CONTENT {
    @Override
    void check(Opener clients) {
      requireBits(clients, "content");
    }
  },

  /** One tensor, and several of which some are so large that a client may refer to them. */
  SMALL_AMONG_LARGE {
    @Override
    void check(Opener clients) {
      requireBits(clients, "fields", TestTensors.input(2 * 3 * 5, 2, 3, 5));
      requireBits(
          clients,
          "content",
          Inputs.of("ids", TestTensors.tensor(DType.INT64, 2, 700))
              .with("few", TestTensors.tensor(DType.INT32, 2))
              .with("names", TestTensors.tensor(DType.STRING, 2, 5))
              .with("pixels", TestTensors.tensor(DType.UINT8, 2, 9001)));
    }
  },

  /** A batch of images beyond gRPC's default limit of 4 MiB, either way; 32 of them are 19 MB. */
  LARGE_MESSAGES {
    @Override
    void check(Opener clients) {
      int batch = clients.largeBatch();
      Inputs inputs = TestTensors.input(batch * 224 * 224 * 3, batch, 224, 224, 3);
      try (PredictClient client = clients.open("content", inputs, PATIENCE)) {
        requireSame(client.predict(inputs), clients.echo(inputs));
      }
    }
  },

  /** Callers that share a client get their own answers. */
  MANY_CALLERS {
    @Override
    void check(Opener clients) {
      try (PredictClient client = clients.open("content", ONE, PATIENCE)) {
        List<Inputs> inputs = new ArrayList<>();
        List<CompletableFuture<Outputs>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          Inputs input = TestTensors.input(5000 + i, 1, 5000 + i);
          inputs.add(input);
          answers.add(
              i % 2 == 0
                  ? client.predictAsync(input)
                  : CompletableFuture.supplyAsync(() -> client.predict(input)));
        }
        for (int i = 0; i < inputs.size(); i++) {
          requireSame(answers.get(i).join(), clients.echo(inputs.get(i)));
        }
      }
    }
  },

  /** The server's code and text reach the caller, from either call. */
  FAILURES {
    @Override
    void check(Opener clients) {
      for (Status.Code code : CODES) {
        try (PredictClient client = clients.open("error-" + code, ONE, PATIENCE)) {
          assertThatExceptionOfType(PredictException.class)
              .isThrownBy(() -> client.predict(ONE))
              .withMessage(code + " it is")
              .satisfies(e -> assertThat(e.code()).isEqualTo(code));
          requireFailure(client.predictAsync(ONE), code);
        }
      }
    }
  },

  /** A reply without an output, or that is no reply, is an error and not an answer. */
  BAD_REPLIES {
    @Override
    void check(Opener clients) {
      for (String reply : new String[] {"incomplete", "garbage"}) {
        try (PredictClient client = clients.open(reply, ONE, PATIENCE)) {
          requireCode(client, Status.Code.INTERNAL);
          requireFailure(client.predictAsync(ONE), Status.Code.INTERNAL);
        }
      }
    }
  },

  /** A call that takes too long ends, and says so. */
  DEADLINE {
    @Override
    void check(Opener clients) {
      try (PredictClient client = clients.open("slow", ONE, Duration.ofMillis(150))) {
        CompletableFuture<Outputs> other = client.predictAsync(ONE);
        requireCode(client, Status.Code.DEADLINE_EXCEEDED);
        requireFailure(other, Status.Code.DEADLINE_EXCEEDED);
      }
    }
  },

  /** A future that is cancelled, and a thread that is interrupted, end their calls. */
  CANCELLATION {
    @Override
    void check(Opener clients) {
      // At once, perhaps before the call has left.
      try (PredictClient client = clients.open("slow", ONE, PATIENCE)) {
        requireCancelled(client.predictAsync(ONE));
        Thread.currentThread().interrupt();
        requireInterrupted(client);
      }
      // Once the server has the call.
      String first = "slow-" + UUID.randomUUID();
      try (PredictClient client = clients.open(first, ONE, PATIENCE)) {
        CompletableFuture<Outputs> answer = client.predictAsync(ONE);
        clients.arrival(first).orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        requireCancelled(answer);
      }
      String second = "slow-" + UUID.randomUUID();
      try (PredictClient client = clients.open(second, ONE, PATIENCE)) {
        var unused = clients.arrival(second).thenRun(Thread.currentThread()::interrupt);
        requireInterrupted(client);
      }
    }
  },

  /** Closing ends a client for good and can be repeated. */
  CLOSE {
    @Override
    void check(Opener clients) {
      PredictClient client = clients.open("fields", ONE, PATIENCE);
      client.predict(ONE);
      client.close();
      client.close();
      assertThatIllegalStateException().isThrownBy(() -> client.predict(ONE));
      assertThatIllegalStateException().isThrownBy(() -> client.predictAsync(ONE));
    }
  };

  /** Opens clients of one variant, against a service of a given behaviour. */
  interface Opener {
    PredictClient open(String behaviour, Inputs like, Duration deadline);

    /** A tensor of each type that these clients carry. */
    default Inputs everyType() {
      return TestTensors.everyType(false);
    }

    /** What the service answers to inputs. */
    default Outputs echo(Inputs inputs) {
      return TestTensors.echo(inputs);
    }

    /** Completed, on a thread of the service, when it has a call of that slow behaviour. */
    CompletableFuture<Void> arrival(String behaviour);

    /** How many images make a large message. */
    default int largeBatch() {
      return 32;
    }
  }

  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Those that REST's statuses can tell apart too. */
  static final List<Status.Code> CODES =
      List.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.ABORTED,
          Status.Code.CANCELLED,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.UNAVAILABLE,
          Status.Code.INTERNAL);

  private static final Inputs ONE = Inputs.of("input", Tensor.of(new float[1], 1));

  /** Throws an AssertionError if the clients break this promise. */
  abstract void check(Opener clients);

  private static void requireBits(Opener clients, String reply) {
    requireBits(clients, reply, clients.everyType());
  }

  private static void requireBits(Opener clients, String reply, Inputs inputs) {
    try (PredictClient client = clients.open(reply, inputs, PATIENCE)) {
      requireSame(client.predict(inputs), clients.echo(inputs));
      requireSame(client.predictAsync(inputs).join(), clients.echo(inputs));
    }
  }

  private static void requireSame(Outputs answer, Outputs echo) {
    assertThat(answer.aliases()).containsExactlyInAnyOrderElementsOf(echo.aliases());
    assertThat(answer.aliases())
        .allSatisfy(
            alias ->
                assertThat(answer.tensor(alias).sameBitsAs(echo.tensor(alias)))
                    .as("same bits of %s %s", alias, answer.tensor(alias))
                    .isTrue());
    assertThat(answer.sameBitsAs(echo)).as("same bits").isTrue();
  }

  private static void requireCode(PredictClient client, Status.Code code) {
    assertThatExceptionOfType(PredictException.class)
        .isThrownBy(() -> client.predict(ONE))
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void requireCancelled(CompletableFuture<Outputs> answer) {
    assertThat(answer.cancel(true)).isTrue();
    assertThat(answer).isCancelled();
  }

  private static void requireInterrupted(PredictClient client) {
    boolean interrupted;
    try {
      requireCode(client, Status.Code.CANCELLED);
    } finally {
      interrupted = Thread.interrupted();
    }
    assertThat(interrupted).as("stays interrupted").isTrue();
  }

  private static void requireFailure(CompletableFuture<Outputs> answer, Status.Code code) {
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(answer::join)
        .withCauseInstanceOf(PredictException.class)
        .satisfies(e -> assertThat(((PredictException) e.getCause()).code()).isEqualTo(code));
  }
}
