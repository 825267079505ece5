package org.predictbench.modelserver.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.FakeServable;
import org.predictbench.modelserver.servable.ModelCatalog;
import org.predictbench.modelserver.servable.Servable;
import org.predictbench.modelserver.servable.ServableHandle;
import org.predictbench.serving.full.ModelConfig;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.ModelVersionStatus;
import org.predictbench.serving.full.ModelVersionStatus.State;

/** In which order versions come and go, with a loader that loads nothing. */
class VersionManagerTest {
  @TempDir Path dir;

  private final FakeLoader loader = new FakeLoader();
  private final ModelCatalog catalog = new ModelCatalog();
  private final VersionStates states = new VersionStates();
  private final VersionManager manager = new VersionManager(loader, catalog, states);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void loadsAndPublishesTheLatestVersion() throws IOException {
    create("m", 1, 2);

    reconcile(latest("m"));

    assertThat(loader.loads()).containsExactly("m/2");
    assertThat(state("m", 2)).isEqualTo(State.AVAILABLE);
    assertThat(served("m")).isEqualTo(2);
  }

  @Test
  void theOldVersionGoesOnlyOnceTheNewOneServes() throws IOException {
    create("m", 1);
    reconcile(latest("m"));
    create("m", 2);
    loader.setBroken("m/2", true);

    reconcile(latest("m"));

    assertThat(state("m", 2)).isEqualTo(State.END);
    assertThat(states.of("m", 2).orElseThrow().getStatus().getErrorMessage())
        .isEqualTo("no graph in m/2");
    assertThat(served("m")).isEqualTo(1);

    create("m", 3);
    reconcile(latest("m"));

    assertThat(served("m")).isEqualTo(3);
    Awaitility.await("1 is unloaded")
        .atMost(Duration.ofMinutes(1))
        .until(() -> state("m", 1) == State.END);
    assertThat(FakeServable.isClosed(loader.loaded("m/1"))).isTrue();
  }

  @Test
  void aFailedVersionIsTriedAgainOnlyAfterItWasGone() throws IOException {
    create("m", 1);
    loader.setBroken("m/1", true);
    reconcile(latest("m"));
    loader.setBroken("m/1", false);

    reconcile(latest("m"));
    assertThat(loader.loads()).containsExactly("m/1");

    Files.delete(dir.resolve("m").resolve("1"));
    reconcile(latest("m"));
    create("m", 1);
    reconcile(latest("m"));
    assertThat(loader.loads()).containsExactly("m/1", "m/1");
    assertThat(served("m")).isEqualTo(1);
  }

  @Test
  void unloadingWaitsForTheCallUnderWay() throws IOException {
    create("m", 1);
    reconcile(latest("m"));
    Servable old = loader.loaded("m/1");
    ServableHandle call = catalog.hold(spec("m"));
    create("m", 2);

    reconcile(latest("m"));

    assertThat(state("m", 1)).isEqualTo(State.UNLOADING);
    assertThat(FakeServable.isClosed(old)).isFalse();
    assertThat(served("m")).isEqualTo(2);

    call.close();

    Awaitility.await("1 has ended")
        .atMost(Duration.ofMinutes(1))
        .until(() -> state("m", 1) == State.END);
    assertThat(FakeServable.isClosed(old)).isTrue();
  }

  @Test
  void aVersionAskedForAgainWhileItUnloadsStaysAvailable() throws IOException {
    create("m", 1);
    create("other", 1);
    reconcile(latest("m"), latest("other"));
    ServableHandle call = catalog.hold(spec("m"));
    reconcile(latest("other"));
    assertThat(state("m", 1)).isEqualTo(State.UNLOADING);
    reconcile(latest("m"), latest("other"));

    call.close();
    // One thread unloads all: once the other has ended, so has the first.
    reconcile(latest("m"));
    Awaitility.await("other has ended")
        .atMost(Duration.ofMinutes(1))
        .until(() -> state("other", 1) == State.END);

    assertThat(state("m", 1)).isEqualTo(State.AVAILABLE);
    assertThat(served("m")).isEqualTo(1);
  }

  @Test
  void aModelThatLeavesTheConfigIsUnloaded() throws IOException {
    create("m", 1);
    reconcile(latest("m"));

    reconcile();

    assertThatThrownBy(() -> catalog.hold(spec("m"))).hasMessageContaining("Servable not found");
    Awaitility.await("1 has ended")
        .atMost(Duration.ofMinutes(1))
        .until(() -> state("m", 1) == State.END);
  }

  @Test
  void aBasePathThatIsGoneChangesNothing() throws IOException {
    create("m", 1);
    reconcile(latest("m"));
    ModelConfig gone = latest("m").toBuilder().setBasePath(dir.resolve("gone").toString()).build();

    assertThatThrownBy(() -> reconcile(gone))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Could not find base path");
    assertThat(served("m")).isEqualTo(1);
  }

  @Test
  void oneThreadLoadsTheHighestVersionFirst() throws IOException {
    create("m", 1, 3, 2);

    reconcile(all("m"));

    assertThat(loader.loads()).containsExactly("m/3", "m/2", "m/1");
  }

  @Test
  void twoThreadsLoadTwoVersionsAtATime() throws IOException {
    create("m", 1, 2);
    CyclicBarrier together = new CyclicBarrier(2);
    loader.onLoad(() -> await(together));

    manager.reconcile(List.of(all("m")), 2);

    assertThat(states.of("m"))
        .extracting(ModelVersionStatus::getState)
        .containsExactly(State.AVAILABLE, State.AVAILABLE);
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IllegalStateException("nobody loads beside this thread", e);
    }
  }

  private void reconcile(ModelConfig... models) throws IOException {
    manager.reconcile(List.of(models), 1);
  }

  private void create(String model, long... versions) throws IOException {
    for (long version : versions) {
      Files.createDirectories(dir.resolve(model).resolve(String.valueOf(version)));
    }
  }

  private ModelConfig latest(String model) {
    return ModelConfig.newBuilder()
        .setName(model)
        .setBasePath(dir.resolve(model).toString())
        .build();
  }

  private ModelConfig all(String model) {
    ModelConfig.Builder config = latest(model).toBuilder();
    config.getModelVersionPolicyBuilder().getAllBuilder();
    return config.build();
  }

  private State state(String model, long version) {
    return states.of(model, version).map(ModelVersionStatus::getState).orElse(State.UNKNOWN);
  }

  private long served(String model) {
    try (ServableHandle handle = catalog.hold(spec(model))) {
      return handle.servable().version();
    }
  }

  private static ModelSpec spec(String model) {
    return ModelSpec.newBuilder().setName(model).build();
  }
}
