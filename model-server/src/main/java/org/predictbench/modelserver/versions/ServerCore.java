package org.predictbench.modelserver.versions;

import io.grpc.Status;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.predictbench.modelserver.process.DaemonThreads;
import org.predictbench.modelserver.servable.ModelCatalog;
import org.predictbench.modelserver.status.ServingException;
import org.predictbench.serving.full.ModelConfig;
import org.predictbench.serving.full.ModelConfigList;
import org.predictbench.serving.full.ModelServerConfig;

/** Applies configs and polls the file system for the versions of their models. Thread-safe. */
public final class ServerCore implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ServerCore.class.getName());

  /** One thread polls the versions, one the config file, which may wait for the former. */
  private static final int POLLS = 2;

  private final Settings settings;
  private final ModelCatalog catalog;
  private final VersionStates states;
  private final VersionManager manager;
  private final ScheduledExecutorService polls;

  /** Held while a config is applied. */
  private final ReentrantLock configuring = new ReentrantLock();

  private volatile ModelConfigList models = ModelConfigList.getDefaultInstance();
  private volatile boolean started;

  /**
   * Configures the core.
   *
   * @param pollSeconds between looks at the file system; 0 looks once, less than 0 never
   * @param initialLoadThreads versions loaded at a time at start-up
   * @param loadThreads versions loaded at a time later on, 0 being one after the other
   * @param labelsForUnavailable whether an unused label may go to a version that does not serve yet
   * @param failWithoutVersions whether to give up at start-up if a model has no version
   */
  public record Settings(
      long pollSeconds,
      int initialLoadThreads,
      int loadThreads,
      boolean labelsForUnavailable,
      boolean failWithoutVersions) {}

  public ServerCore(
      Settings settings, ModelCatalog catalog, VersionStates states, VersionManager manager) {
    this(
        settings,
        catalog,
        states,
        manager,
        Executors.newScheduledThreadPool(POLLS, DaemonThreads.named("poll")));
  }

  /**
   * Creates a core with the given scheduler.
   *
   * @param polls runs whatever is repeated; it is shut down with the core
   */
  ServerCore(
      Settings settings,
      ModelCatalog catalog,
      VersionStates states,
      VersionManager manager,
      ScheduledExecutorService polls) {
    this.settings = settings;
    this.catalog = catalog;
    this.states = states;
    this.manager = manager;
    this.polls = polls;
  }

  /**
   * Loads the first models, returns when each serves, and polls from then on.
   *
   * @throws ServingException if the config is unacceptable or a model cannot be loaded
   */
  public void start(ModelServerConfig config) throws InterruptedException {
    configure(config, "servable(s)");
    started = true;
  }

  /** Returns whether calls may be under way. */
  public boolean isStarted() {
    return started;
  }

  /**
   * Applies another config and returns when the models that are new in it serve.
   *
   * @throws ServingException as {@link #start}; a config that is refused changes nothing
   */
  public void reload(ModelServerConfig config) throws InterruptedException {
    configure(config, "model(s)");
  }

  /** Runs {@code task} every {@code seconds} until the core is closed. */
  public void repeat(long seconds, Runnable task) {
    var unused = polls.scheduleWithFixedDelay(task, seconds, seconds, TimeUnit.SECONDS);
  }

  private void configure(ModelServerConfig config, String noun) throws InterruptedException {
    if (config.getConfigCase() == ModelServerConfig.ConfigCase.CONFIG_NOT_SET) {
      LOG.log(Level.INFO, "Taking no action for empty config.");
      return;
    }
    if (!config.hasModelConfigList()) {
      throw new ServingException(
          Status.Code.UNIMPLEMENTED, "Loading of custom model config is not supported");
    }
    configuring.lockInterruptibly();
    try {
      apply(config.getModelConfigList(), noun);
    } finally {
      configuring.unlock();
    }
  }

  private void apply(ModelConfigList wanted, String noun) throws InterruptedException {
    ModelConfigs.check(models, wanted);
    catalog.assignLabels(
        ModelConfigs.labels(wanted, states, catalog, settings.labelsForUnavailable()));
    Set<String> fresh = names(wanted);
    fresh.removeAll(names(models));
    long mark = states.mark();
    models = wanted;
    if (!started) {
      firstPoll(wanted);
    } else if (settings.pollSeconds() >= 0) {
      poll(Math.max(1, settings.loadThreads()));
    }
    states.awaitAvailable(fresh, mark, noun);
  }

  private void firstPoll(ModelConfigList wanted) {
    if (settings.failWithoutVersions()) {
      requireVersions(wanted.getConfigList());
    }
    if (settings.pollSeconds() >= 0) {
      poll(settings.initialLoadThreads());
    }
    if (settings.pollSeconds() > 0) {
      repeat(settings.pollSeconds(), () -> poll(Math.max(1, settings.loadThreads())));
    }
  }

  private static void requireVersions(List<ModelConfig> models) {
    for (ModelConfig model : models) {
      boolean none;
      try {
        none = AspiredVersions.of(model).isEmpty();
      } catch (IOException e) {
        throw ServingException.invalid(e.getMessage());
      }
      if (none) {
        throw ServingException.notFound(
            "Unable to find a numerical version path for servable %s at: %s"
                .formatted(model.getName(), model.getBasePath()));
      }
    }
  }

  private void poll(int threads) {
    try {
      manager.reconcile(models.getConfigList(), threads);
    } catch (IOException | RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "FileSystemStoragePathSource encountered a filesystem access error: " + e.getMessage());
    }
  }

  private static Set<String> names(ModelConfigList models) {
    Set<String> names = new TreeSet<>();
    models.getConfigList().forEach(model -> names.add(model.getName()));
    return names;
  }

  @Override
  public void close() {
    polls.shutdownNow();
    manager.close();
  }
}
