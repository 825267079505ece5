package org.predictbench.bench.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.predictbench.server.launch.JavaCommand;

/** The client that Java services have: a published API of TensorFlow Serving's, gRPC with Netty. */
final class JavaProgram implements ClientProgram {
  private static final String NAME = "java";

  /** The last that its script puts there. */
  private static final String PRODUCT = "libs";

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public Optional<String> unavailable() {
    List<String> missing =
        Tools.missing(List.of(List.of("mvn", "--version"), List.of("javac", "--version")));
    if (!missing.isEmpty()) {
      return Optional.of(
          "'%s' fails here: apt-get install maven openjdk-17-jdk-headless"
              .formatted(missing.get(0)));
    }
    var unused = folder();
    return Optional.empty();
  }

  private static Path folder() {
    return BuiltPrograms.folder(
        NAME,
        List.of("pom.xml", "PredictClient.java"),
        PRODUCT,
        "",
        "building the client with the published API, once, about 30 s");
  }

  @Override
  public List<String> command(Path scratch) {
    return JavaCommand.of("-cp", folder().resolve(PRODUCT) + "/*", "PredictClient");
  }
}
