package org.predictbench.bench.program;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The client in JavaScript for Node, whose libraries npm installs. */
final class NodeProgram implements ClientProgram {
  private static final String NAME = "node";

  /** The last file that npm writes. */
  private static final String PRODUCT = "node_modules/.package-lock.json";

  private static final String SCRIPT = "predict_client.mjs";

  @Override
  public String id() {
    return NAME;
  }

  @Override
  public Optional<String> unavailable() {
    List<String> missing =
        Tools.missing(List.of(List.of("node", "--version"), List.of("npm", "--version")));
    if (!missing.isEmpty()) {
      return Optional.of("'%s' fails here: apt-get install nodejs npm".formatted(missing.get(0)));
    }
    var unused = folder();
    return Optional.empty();
  }

  private static Path folder() {
    return BuiltPrograms.folder(
        NAME,
        List.of(SCRIPT, "package.json", "package-lock.json"),
        PRODUCT,
        Tools.says("node", "--version").orElse(""),
        "installing the Node client, once, about 10 s");
  }

  @Override
  public List<String> command(Path scratch) {
    return List.of("node", folder().resolve(SCRIPT).toString());
  }
}
