package org.predictbench.bench.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.host.Environment;
import org.predictbench.bench.image.FeaturesFile;
import org.predictbench.bench.image.ImagePreprocessor;
import org.predictbench.bench.image.SampleImage;
import org.predictbench.bench.servers.FoundServer;
import org.predictbench.bench.servers.ModelServers;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Features;
import org.predictbench.client.Target;

/** What surrounds any kind of measurement: servers, the image, the machine. Stateless. */
public final class Surroundings {
  private Surroundings() {}

  /** Checks a config's name or file. */
  public static void requireServer(String config) {
    var unused = ModelServers.config(config);
  }

  /** Whether a target, or none, means servers that are started here rather than one that runs. */
  public static boolean startsServers(String target) {
    return target == null || ModelServers.image(target).isPresent();
  }

  /**
   * Starts a server, embedded or as a container of {@code docker:IMAGE}, or returns the one that
   * runs at the target.
   *
   * @param target as users write it, or null
   * @throws IllegalStateException if it does not start
   */
  public static ServerUnderTest server(String target, String config, String model) {
    return startsServers(target)
        ? ModelServers.of(target).start(config, model)
        : new FoundServer(Target.parse(target), model);
  }

  /** An image as one row of a batch; the one we ship for null. */
  public static Features image(Path file) throws IOException {
    return FeaturesFile.image(
        file == null ? SampleImage.features() : ImagePreprocessor.fromFile(file));
  }

  /** The machine, this JVM, and what is told of each server. */
  public static ObjectNode environment(Map<String, Map<String, Object>> servers) {
    return new Environment(Json.mapper(), Path.of("/")).describe(servers);
  }

  /** Six hex digits that tell runs of a day apart. */
  public static String newId(Random random) {
    return SuiteRun.newId(random);
  }
}
