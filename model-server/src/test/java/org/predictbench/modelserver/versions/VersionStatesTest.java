package org.predictbench.modelserver.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ModelVersionStatus;
import org.predictbench.serving.full.ModelVersionStatus.State;

class VersionStatesTest {
  private final VersionStates states = new VersionStates();

  @Test
  void listsTheHighestVersionFirst() {
    states.set("m", 2, State.LOADING);
    states.set("m", 10, State.START);
    states.set("m", 1, State.END);

    assertThat(states.of("m"))
        .extracting(ModelVersionStatus::getVersion)
        .containsExactly(10L, 2L, 1L);
    assertThat(states.of("unknown")).isEmpty();
    assertThat(states.of("m", 3)).isEmpty();
  }

  @Test
  void onlyAvailableVersionsAreAvailable() {
    states.set("m", 1, State.LOADING);
    assertThat(states.isAvailable("m", 1)).isFalse();

    states.set("m", 1, State.AVAILABLE);
    assertThat(states.isAvailable("m", 1)).isTrue();
    assertThat(states.isAvailable("m", 2)).isFalse();
  }

  @Test
  void replacesOnlyTheStateThatWasExpected() {
    states.set("m", 1, State.AVAILABLE);
    states.replace("m", 1, State.UNLOADING, State.END);
    assertThat(states.isAvailable("m", 1)).isTrue();

    states.set("m", 1, State.UNLOADING);
    states.replace("m", 1, State.UNLOADING, State.END);
    assertThat(states.of("m", 1).orElseThrow().getState()).isEqualTo(State.END);
  }

  @Test
  void waitsUntilEveryModelIsAvailable() throws Exception {
    long mark = states.mark();
    CountDownLatch waiting = new CountDownLatch(1);
    CompletableFuture<Void> waiter =
        CompletableFuture.runAsync(
            () -> {
              waiting.countDown();
              await(mark, "a", "b");
            });
    waiting.await();
    states.set("a", 1, State.AVAILABLE);
    states.set("b", 1, State.LOADING);
    assertThat(waiter).isNotDone();

    states.set("b", 1, State.AVAILABLE);

    assertThat(waiter).succeedsWithin(10, TimeUnit.SECONDS);
  }

  @Test
  void whatHappenedBeforeTheMarkDoesNotCount() {
    states.set("m", 1, State.AVAILABLE);
    long mark = states.mark();
    CompletableFuture<Void> waiter = CompletableFuture.runAsync(() -> await(mark, "m"));
    assertThat(waiter).isNotDone();

    states.fail("m", 2, Status.NOT_FOUND.withDescription("no graph"));

    assertThat(waiter)
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining(
            "1 servable(s) did not become available: {{{name: m version: 2} due to error:"
                + " NOT_FOUND: no graph}, }");
  }

  @Test
  void namesEveryModelThatFailedAndNoOther() {
    states.fail("a", 1, Status.INTERNAL.withDescription("x"));
    states.set("b", 1, State.AVAILABLE);
    states.set("c", 7, State.END);

    assertThatThrownBy(() -> await(0, "a", "b", "c"))
        .isInstanceOf(ServingException.class)
        .hasMessageStartingWith("2 servable(s) did not become available: ")
        .hasMessageContaining("{{name: a version: 1} due to error: INTERNAL: x}")
        .hasMessageContaining("{{name: c version: 7}}")
        .hasMessageNotContaining("name: b");
  }

  @Test
  void aCallerThatGaveUpWaitsNoLonger() {
    Context.CancellableContext call = Context.ROOT.withCancellation();
    call.cancel(null);

    assertThatThrownBy(() -> call.run(() -> await(0, "m")))
        .isInstanceOfSatisfying(
            ServingException.class,
            e -> assertThat(e.status().getCode()).isEqualTo(Status.Code.CANCELLED));
  }

  private void await(long mark, String... names) {
    try {
      states.awaitAvailable(Set.of(names), mark, "servable(s)");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
