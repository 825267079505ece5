package org.predictbench.bench.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;

/**
 * The requests that a server replays as it loads a model's version, before it serves it. Stateless
 * and thread-safe.
 */
public final class WarmUpFile {
  /** More than so many, and TensorFlow Serving refuses to load the version. */
  public static final int MOST_RECORDS = 1000;

  private WarmUpFile() {}

  /**
   * Picks requests that are spread evenly over a set, in its order; all if it has no more.
   *
   * @param seed picks one at random from each stretch; the first one of each otherwise
   * @throws IllegalArgumentException if a server would not take so many
   */
  public static List<Inputs> pick(RequestSet set, int count, OptionalLong seed) {
    if (count < 1 || count > MOST_RECORDS) {
      throw new InputException(
          "%d warm-up requests: a server takes 1 to %d".formatted(count, MOST_RECORDS));
    }
    List<Inputs> all = set.requests();
    if (all.size() <= count) {
      return all;
    }
    SplittableRandom random = new SplittableRandom(seed.orElse(0));
    List<Inputs> picked = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int from = (int) ((long) i * all.size() / count);
      int to = (int) ((i + 1L) * all.size() / count);
      picked.add(all.get(seed.isPresent() ? random.nextInt(from, to) : from));
    }
    return picked;
  }

  /**
   * Writes the file; there whole or not at all.
   *
   * @param versionFolder where {@code saved_model.pb} lies
   * @param signature the key of that which the requests are for
   * @param force whether a file that is there may be replaced
   * @return the file
   * @throws IllegalArgumentException if there is one and it may not be replaced
   */
  public static Path write(
      Path versionFolder, String signature, List<Inputs> requests, boolean force)
      throws IOException {
    Path file = versionFolder.resolve(SavedModelFile.WARM_UP_REQUESTS);
    if (Files.exists(file) && !force) {
      throw new InputException(
          "%s is there already: --force replaces it, or move it away".formatted(file));
    }
    // The server replays whatever model the record names.
    RecordFile.write(file, requests, ModelRef.of("warm-up").withSignature(signature));
    return file;
  }
}
