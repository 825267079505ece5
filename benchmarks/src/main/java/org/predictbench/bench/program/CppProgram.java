package org.predictbench.bench.program;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The client in C++, for the gRPC of the system's packages, with which it is built. */
final class CppProgram implements ClientProgram {
  private static final String NAME = "cpp";
  private static final String PRODUCT = "predict_client";
  private static final List<String> GRPC = List.of("pkg-config", "--modversion", "grpc++");

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public Map<String, List<String>> choices() {
    Map<String, List<String>> choices = new LinkedHashMap<>();
    choices.put("api", List.of("sync", "callback"));
    choices.putAll(ClientProgram.super.choices());
    return choices;
  }

  @Override
  public Optional<String> unavailable() {
    List<String> missing =
        Tools.missing(List.of(List.of("g++", "--version"), List.of("protoc", "--version"), GRPC));
    if (!missing.isEmpty()) {
      return Optional.of(
          "'%s' fails here: apt-get install g++ pkg-config libgrpc++-dev protobuf-compiler"
              .formatted(missing.get(0)));
    }
    var unused = folder();
    return Optional.empty();
  }

  private static Path folder() {
    String versions =
        Tools.says("g++", "--version").orElse("")
            + Tools.says(GRPC.toArray(String[]::new)).orElse("");
    return BuiltPrograms.folder(
        NAME,
        List.of("predict_client.cc"),
        PRODUCT,
        versions,
        "building the C++ client, once, about 30 s");
  }

  @Override
  public List<String> command(Path scratch) {
    return List.of(folder().resolve(PRODUCT).toString());
  }
}
