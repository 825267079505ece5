package org.predictbench.modelserver.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.modelserver.servable.ModelCatalog;
import org.predictbench.modelserver.servable.ServableHandle;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ModelServerConfig;
import org.predictbench.serving.full.ModelSpec;

/** What a config brings about, with a loader that loads nothing and a clock moved by hand. */
class ServerCoreTest {
  @TempDir Path dir;

  private final FakeLoader loader = new FakeLoader();
  private final ModelCatalog catalog = new ModelCatalog();
  private final VersionStates states = new VersionStates();
  private final List<Runnable> polls = new ArrayList<>();
  private ServerCore core = core(new ServerCore.Settings(1, 1, 0, false, false));

  @AfterEach
  void close() {
    core.close();
  }

  @Test
  void startReturnsWhenEveryModelServes() throws Exception {
    create("a", 1);
    create("b", 1);
    assertThat(core.isStarted()).isFalse();

    core.start(config("a", "b"));

    assertThat(core.isStarted()).isTrue();
    assertThat(served("a")).isEqualTo(1);
    assertThat(served("b")).isEqualTo(1);
  }

  @Test
  void startFailsWithTheModelThatDoesNotLoad() throws IOException {
    create("a", 1);
    loader.setBroken("a/1", true);

    assertThatThrownBy(() -> core.start(config("a")))
        .isInstanceOf(ServingException.class)
        .hasMessageStartingWith("1 servable(s) did not become available: {{{name: a version: 1}");
  }

  @Test
  void aPollFindsANewVersion() throws Exception {
    create("a", 1);
    core.start(config("a"));
    create("a", 2);
    assertThat(served("a")).isEqualTo(1);

    polls.forEach(Runnable::run);

    assertThat(polls).hasSize(1);
    assertThat(served("a")).isEqualTo(2);
  }

  @Test
  void aPollThatFailsLeavesTheNextOneItsTurn() throws Exception {
    create("a", 1);
    core.start(config("a"));
    Files.move(dir.resolve("a"), dir.resolve("away"));

    polls.forEach(Runnable::run);

    assertThat(served("a")).isEqualTo(1);
    Files.move(dir.resolve("away"), dir.resolve("a"));
    create("a", 2);
    polls.forEach(Runnable::run);
    assertThat(served("a")).isEqualTo(2);
  }

  @Test
  void withoutPollingItLooksOnce() throws Exception {
    core.close();
    core = core(new ServerCore.Settings(0, 1, 0, false, false));
    create("a", 1);

    core.start(config("a"));

    assertThat(polls).isEmpty();
    assertThat(served("a")).isEqualTo(1);
  }

  @Test
  void reloadLoadsTheNewModelAndDropsTheOld() throws Exception {
    create("a", 1);
    create("b", 1);
    core.start(config("a"));

    core.reload(config("b"));

    assertThat(served("b")).isEqualTo(1);
    assertThatThrownBy(() -> served("a")).hasMessageContaining("Servable not found");
  }

  @Test
  void aRefusedConfigChangesNothing() throws Exception {
    create("a", 1);
    core.start(config("a"));

    assertThatThrownBy(() -> core.reload(config("b", "b")))
        .hasMessage("Illegal to list model b multiple times in config list");

    create("a", 2);
    polls.forEach(Runnable::run);
    assertThat(served("a")).isEqualTo(2);
  }

  @Test
  void anEmptyConfigIsIgnoredAndACustomOneRefused() throws Exception {
    create("a", 1);
    core.start(config("a"));

    core.reload(ModelServerConfig.getDefaultInstance());
    assertThat(served("a")).isEqualTo(1);

    ModelServerConfig.Builder custom = ModelServerConfig.newBuilder();
    custom.getCustomModelConfigBuilder();
    assertThatThrownBy(() -> core.reload(custom.build()))
        .isInstanceOfSatisfying(
            ServingException.class,
            e -> assertThat(e.status().getCode()).isEqualTo(Status.Code.UNIMPLEMENTED));
  }

  @Test
  void aModelWithoutVersionsIsRefusedWhereThatIsWanted() throws IOException {
    core.close();
    core = core(new ServerCore.Settings(1, 1, 0, false, true));
    create("a");

    assertThatThrownBy(() -> core.start(config("a")))
        .hasMessage(
            "Unable to find a numerical version path for servable a at: " + dir.resolve("a"));
    assertThat(loader.loads()).isEmpty();
  }

  @Test
  void aLabelGoesOnlyToAVersionThatServes() throws Exception {
    create("a", 1);
    core.start(config("a"));
    ModelServerConfig.Builder labelled = config("a").toBuilder();

    core.reload(addLabel(labelled, "stable", 1));
    assertThat(catalog.version("a", "stable")).contains(1L);

    assertThatThrownBy(() -> core.reload(addLabel(labelled, "canary", 2)))
        .hasMessage(
            "Request to assign label to version 2 of model a, which is not currently available for"
                + " inference");
    assertThat(catalog.version("a", "canary")).isEmpty();
  }

  private static ModelServerConfig addLabel(
      ModelServerConfig.Builder config, String label, long version) {
    config.getModelConfigListBuilder().getConfigBuilder(0).putVersionLabels(label, version);
    return config.build();
  }

  private ServerCore core(ServerCore.Settings settings) {
    ScheduledThreadPoolExecutor byHand =
        new ScheduledThreadPoolExecutor(1) {
          @Override
          public ScheduledFuture<?> scheduleWithFixedDelay(
              Runnable task, long initialDelay, long delay, TimeUnit unit) {
            polls.add(task);
            return null;
          }
        };
    VersionManager manager = new VersionManager(loader, catalog, states);
    return new ServerCore(settings, catalog, states, manager, byHand);
  }

  private ModelServerConfig config(String... models) {
    ModelServerConfig.Builder config = ModelServerConfig.newBuilder();
    for (String model : models) {
      config
          .getModelConfigListBuilder()
          .addConfigBuilder()
          .setName(model)
          .setBasePath(dir.resolve(model).toString())
          .setModelPlatform("tensorflow");
    }
    return config.build();
  }

  private void create(String model, long... versions) throws IOException {
    Files.createDirectories(dir.resolve(model));
    for (long version : versions) {
      Files.createDirectories(dir.resolve(model).resolve(String.valueOf(version)));
    }
  }

  private long served(String model) {
    try (ServableHandle handle = catalog.hold(ModelSpec.newBuilder().setName(model).build())) {
      return handle.servable().version();
    }
  }
}
