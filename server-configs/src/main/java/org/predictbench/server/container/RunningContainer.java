package org.predictbench.server.container;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.predictbench.server.config.ServerConfig;
import org.predictbench.server.config.ServerTarget;
import org.predictbench.server.launch.Logs;
import org.predictbench.server.launch.ServerOutput;

/**
 * TensorFlow Serving in a container, its model AVAILABLE. Thread-safe.
 *
 * <ul>
 *   <li>It runs until {@link #close} or until our JVM ends, in whatever way; see {@link
 *       ContainerProcess} for the one exception.
 *   <li>After {@code close} there is no container and no temporary file left, but the log stays.
 * </ul>
 */
public final class RunningContainer implements AutoCloseable {

  private final ServerConfig config;
  private final ContainerProcess process;
  private final ServerOutput output;
  private final ServerTarget target;
  private final Optional<ServerTarget> restTarget;
  private final Start start;

  /** What is known of it from the start. */
  record Start(
      List<String> arguments,
      DockerSpec spec,
      DockerImage image,
      Duration startUp,
      long modelVersion) {}

  RunningContainer(
      ServerConfig config,
      ContainerProcess process,
      ServerOutput output,
      ServerTarget target,
      Optional<ServerTarget> restTarget,
      Start start) {
    this.config = config;
    this.process = process;
    this.output = output;
    this.target = target;
    this.restTarget = restTarget;
    this.start = start;
  }

  public ServerConfig config() {
    return config;
  }

  /** {@code 127.0.0.1:port}. */
  public ServerTarget tcpTarget() {
    return target;
  }

  /** {@code 127.0.0.1:port} of the REST API; empty if the config does not listen there. */
  public Optional<ServerTarget> restTarget() {
    return restTarget;
  }

  /**
   * What a run records of it, by the names of its environment file; what the runtime did may be
   * known only after the first prediction.
   */
  public Map<String, Object> facts() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "docker");
    facts.put("command", start.spec().program() + " " + String.join(" ", start.arguments()));
    facts.put("container", process.name());
    facts.put("image", config.image().orElseThrow());
    facts.put("image_id", start.image().id());
    facts.put("image_digests", start.image().digests());
    facts.put("model", start.spec().modelName());
    facts.put("model_version", start.modelVersion());
    facts.put("one_dnn", output.oneDnnTaken());
    output.isaTaken().ifPresent(isa -> facts.put("isa_taken", isa));
    config
        .build()
        .flatMap(build -> build.evidence(Logs.read(log())))
        .ifPresent(said -> facts.put("evidence", said));
    facts.put("start_up_seconds", start.startUp().toMillis() / 1000.0);
    return facts;
  }

  /** The file that takes the server's stderr. */
  public Path log() {
    return start.spec().log();
  }

  /** Ends it as a crash would; it is still to be closed. */
  public void kill() {
    process.kill();
  }

  /** Stops and removes the container. Does nothing the second time. */
  @Override
  public void close() {
    process.close();
  }
}
