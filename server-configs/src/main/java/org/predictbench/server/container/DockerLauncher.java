package org.predictbench.server.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ThreadLocalRandom;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.server.launch.Durations;
import org.predictbench.server.launch.EmbeddedLauncher;
import org.predictbench.server.launch.Logs;
import org.predictbench.server.launch.ModelStatus;
import org.predictbench.server.launch.ServerOutput;
import org.predictbench.server.launch.ServerStartException;
import org.predictbench.server.launch.TemporaryFolders;

/**
 * Starts TensorFlow Serving as a container that only this machine reaches. Stateless and
 * thread-safe.
 */
public final class DockerLauncher {

  private static final String LABEL = "org.predictbench";
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(100);

  private final ModelStatus status;

  /**
   * A launcher.
   *
   * @param status by which a server is found ready
   */
  public DockerLauncher(ModelStatus status) {
    this.status = status;
  }

  /**
   * Starts a container and returns when its model is AVAILABLE. An image that is not here is pulled
   * first.
   *
   * @throws IllegalArgumentException if the config is not of kind docker
   * @throws ServerStartException if it dies or is not ready in time; quotes the end of its log
   * @throws IOException if there is no such program as {@code docker}
   * @throws InterruptedException if interrupted while waiting; as with every failure, the container
   *     is removed before this is thrown
   */
  public RunningContainer start(ServerConfig config, DockerSpec spec)
      throws IOException, InterruptedException {
    Container container = Container.of(config, spec.modelName());
    DockerCli docker = new DockerCli(spec.program(), spec.log());
    DockerImage image = DockerImage.present(docker, container.image());
    Path folder = TemporaryFolders.create();
    String name =
        "predictbench-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    List<String> line;
    long startNanos = System.nanoTime();
    ContainerProcess process;
    try {
      line = line(container, spec, name, folder);
      process = ContainerProcess.start(docker, name, line, folder);
    } catch (IOException | RuntimeException e) {
      TemporaryFolders.delete(folder);
      throw e;
    }
    try {
      ServerOutput output = ServerOutput.follow(process.process().getInputStream());
      long deadline = startNanos + spec.readyWithin().toNanos();
      ServerTarget target =
          await(spec, process, deadline, () -> port(docker, name, Container.GRPC_PORT));
      long version = await(spec, process, deadline, () -> version(target, spec.modelName()));
      Optional<ServerTarget> rest =
          container.rest() ? port(docker, name, Container.REST_PORT) : Optional.empty();
      Duration startUp = Duration.ofNanos(System.nanoTime() - startNanos);
      return new RunningContainer(
          config,
          process,
          output,
          target,
          rest,
          new RunningContainer.Start(line, spec, image, startUp, version));
    } catch (IOException | InterruptedException | RuntimeException e) {
      process.close();
      throw e;
    }
  }

  private static List<String> line(Container container, DockerSpec spec, String name, Path folder)
      throws IOException {
    Path batching = folder.resolve("batching.pbtxt");
    if (container.batching().isPresent()) {
      Files.writeString(batching, container.batching().get());
    }
    List<String> ports = new ArrayList<>();
    ports.add(LOOPBACK + "::" + Container.GRPC_PORT);
    if (container.rest()) {
      ports.add(LOOPBACK + "::" + Container.REST_PORT);
    }
    List<String> line = new ArrayList<>();
    // An init process, so that signals reach a server that would else be process 1.
    line.addAll(List.of("run", "--rm", "--init", "--name", name, "--label", LABEL));
    line.addAll(List.of("--env", "ONEDNN_VERBOSE=" + EmbeddedLauncher.ONEDNN_VERBOSE));
    line.addAll(container.runArguments(ports, spec.modelName(), spec.modelBasePath(), batching));
    return List.copyOf(line);
  }

  /** Something asked for again and again until it is there. */
  private interface Question<T> {
    Optional<T> ask() throws IOException, InterruptedException;
  }

  private static <T> T await(
      DockerSpec spec, ContainerProcess container, long deadlineNanos, Question<T> question)
      throws IOException, InterruptedException {
    while (true) {
      Optional<T> answer = question.ask();
      if (answer.isPresent()) {
        return answer.get();
      }
      Process process = container.process();
      if (!process.isAlive()) {
        String problem = "container exited with status %d before it was ready";
        throw Logs.failure(problem.formatted(process.exitValue()), spec.log(), null);
      }
      if (System.nanoTime() - deadlineNanos > 0) {
        String limit = Durations.format(spec.readyWithin());
        throw Logs.failure("container was not ready within " + limit, spec.log(), null);
      }
      Thread.sleep(BETWEEN_TRIES.toMillis());
    }
  }

  /** Where a port of the container is published; empty before the container is there. */
  private static Optional<ServerTarget> port(DockerCli docker, String name, int port)
      throws IOException, InterruptedException {
    DockerCli.Ending told = docker.run("port", name, port + "/tcp");
    return told.ok()
        ? told.output().lines().findFirst().map(ServerTarget::parse)
        : Optional.empty();
  }

  private Optional<Long> version(ServerTarget target, String model) {
    OptionalLong version = status.availableVersion(target, model);
    return version.isPresent() ? Optional.of(version.getAsLong()) : Optional.empty();
  }
}
