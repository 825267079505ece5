package org.predictbench.bench.servers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.predictbench.bench.files.Sha256;
import org.predictbench.bench.host.HostFiles;

/** A SavedModel's identity: SHA-256 over the names and SHA-256 of its files, in order of name. */
final class ModelHash {
  private ModelHash() {}

  /** Of all versions below a base folder; {@code unavailable} if they cannot be read. */
  static String of(Path base) {
    try (Stream<Path> walk = Files.walk(base)) {
      StringBuilder listing = new StringBuilder();
      List<Path> files = walk.filter(Files::isRegularFile).sorted().toList();
      for (Path file : files) {
        listing.append(base.relativize(file)).append(' ');
        listing.append(Sha256.of(Files.readAllBytes(file))).append('\n');
      }
      return Sha256.of(listing.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      return HostFiles.UNAVAILABLE;
    }
  }
}
