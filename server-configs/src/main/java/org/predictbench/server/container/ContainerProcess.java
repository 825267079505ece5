package org.predictbench.server.container;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.predictbench.server.launch.TemporaryFolders;

/**
 * A container by the name we gave it, the {@code docker run} that waits for its end, and the
 * process that removes it if we are killed. Thread-safe.
 *
 * <p>What may be left over: a container whose watching process was killed along with us. It bears
 * the label {@code org.predictbench}.
 */
final class ContainerProcess implements AutoCloseable {

  private static final int STOP_SECONDS = 3;

  private final DockerCli docker;
  private final String name;
  private final Path folder;
  private final Process watcher;
  private final Process process;
  private final Thread onExit = new Thread(this::stop, "container-stop");
  private boolean closed;

  private ContainerProcess(
      DockerCli docker, String name, Path folder, Process watcher, Process process) {
    this.docker = docker;
    this.name = name;
    this.folder = folder;
    this.watcher = watcher;
    this.process = process;
  }

  /** Starts watcher and container; the folder is deleted with them. */
  static ContainerProcess start(DockerCli docker, String name, List<String> line, Path folder)
      throws IOException {
    Process watcher = docker.watch(name);
    try {
      ContainerProcess started =
          new ContainerProcess(docker, name, folder, watcher, docker.start(line));
      try {
        Runtime.getRuntime().addShutdownHook(started.onExit);
        return started;
      } catch (IllegalStateException e) {
        started.stop();
        throw e;
      }
    } catch (IOException e) {
      watcher.destroyForcibly();
      throw e;
    }
  }

  /** {@code docker run} in the foreground: it ends with the container. */
  Process process() {
    return process;
  }

  String name() {
    return name;
  }

  /** Ends the container as a crash would. */
  void kill() {
    removeQuietly();
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(onExit);
    } catch (IllegalStateException e) {
      // Shutting down: the hook runs, and finds everything stopped.
    }
  }

  private synchronized void stop() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      // With --rm this also removes it.
      var unused = docker.run("stop", "--time", Integer.toString(STOP_SECONDS), name);
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        removeQuietly();
      }
    } catch (IOException e) {
      removeQuietly();
    } catch (InterruptedException e) {
      // The watcher, left alone, sees to the rest.
      Thread.currentThread().interrupt();
      closeWatched();
      return;
    }
    process.destroy();
    watcher.destroyForcibly();
    TemporaryFolders.delete(folder);
  }

  private void closeWatched() {
    try {
      watcher.getOutputStream().close();
    } catch (IOException e) {
      watcher.destroyForcibly();
    }
    process.destroy();
    TemporaryFolders.delete(folder);
  }

  private void removeQuietly() {
    try {
      var unused = docker.run("rm", "--force", name);
    } catch (IOException e) {
      // Without the program there is no more to be done.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
