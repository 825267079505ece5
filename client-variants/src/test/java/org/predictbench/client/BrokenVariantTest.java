package org.predictbench.client;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.client.axis.Variant;

/** A test of the tester: clients broken on purpose, each of which the contract has to catch. */
class BrokenVariantTest {
  @TempDir Path folder;
  private FakeServers servers;

  @BeforeEach
  void start() throws Exception {
    servers = new FakeServers(folder.resolve("s.sock"));
  }

  @AfterEach
  void stop() {
    servers.close();
  }

  @Test
  void passesAnHonestClient() {
    for (PredictContract promise : PredictContract.values()) {
      assertThatCode(() -> check(promise, honest -> honest)).doesNotThrowAnyException();
    }
  }

  @Test
  void catchesOneLostBit() {
    UnaryOperator<PredictClient> broken =
        honest ->
            new Wrapped(honest) {
              @Override
              public Prediction predict(ModelInput input) {
                Prediction answer = super.predict(input);
                // -0.0 becomes 0.0, which == would not notice.
                answer.probabilities()[3] += 0.0f;
                return answer;
              }
            };
    requireCaught(PredictContract.EVERY_BIT, broken);
    requireCaught(PredictContract.EVERY_BIT_OF_CONTENT, broken);
  }

  @Test
  void catchesAnAnswerMadeUpForABadReply() {
    requireCaught(
        PredictContract.BAD_REPLIES,
        honest ->
            new Wrapped(honest) {
              @Override
              public Prediction predict(ModelInput input) {
                try {
                  return super.predict(input);
                } catch (PredictException e) {
                  return new Prediction(new long[0], new float[0]);
                }
              }
            });
  }

  @Test
  void catchesAnotherCode() {
    UnaryOperator<PredictClient> broken =
        honest ->
            new Wrapped(honest) {
              @Override
              public Prediction predict(ModelInput input) {
                try {
                  return super.predict(input);
                } catch (PredictException e) {
                  throw new PredictException(Status.Code.UNKNOWN, e.getMessage());
                }
              }
            };
    requireCaught(PredictContract.FAILURES, broken);
    requireCaught(PredictContract.DEADLINE, broken);
    requireCaught(PredictContract.CANCELLATION, broken);
  }

  @Test
  void catchesACloseThatDoesNothing() {
    requireCaught(
        PredictContract.CLOSE,
        honest ->
            new Wrapped(honest) {
              private int closed;

              @Override
              public void close() {
                // The second one does close, or this test would leak.
                if (closed++ > 0) {
                  super.close();
                }
                if (closed > 1) {
                  throw new IllegalStateException("closed twice");
                }
              }
            });
  }

  private void requireCaught(PredictContract promise, UnaryOperator<PredictClient> broken) {
    assertThatThrownBy(() -> check(promise, broken)).as(promise.name()).isNotNull();
  }

  private void check(PredictContract promise, UnaryOperator<PredictClient> broken) {
    Variant variant = Variant.best();
    promise.check(
        new PredictContract.Opener() {
          @Override
          public PredictClient open(String behaviour, Duration deadline) {
            return broken.apply(
                PredictClients.create(
                    variant,
                    servers.target(variant.transport()),
                    new ModelRef("m", behaviour, "input", "classes", "probabilities"),
                    deadline));
          }

          @Override
          public CompletableFuture<Void> arrival(String behaviour) {
            return servers.service.arrival(behaviour);
          }
        });
  }

  private static class Wrapped implements PredictClient {
    private final PredictClient honest;

    Wrapped(PredictClient honest) {
      this.honest = honest;
    }

    @Override
    public Prediction predict(ModelInput input) {
      return honest.predict(input);
    }

    @Override
    public CompletableFuture<Prediction> predictAsync(ModelInput input) {
      return honest.predictAsync(input);
    }

    @Override
    public void close() {
      honest.close();
    }
  }
}
