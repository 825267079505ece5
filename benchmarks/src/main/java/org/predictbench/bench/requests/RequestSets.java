package org.predictbench.bench.requests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.predictbench.client.Signature;

/**
 * Opens what a user names as requests, and makes them up where nothing is named. Each set is
 * checked against the signature: aliases, types, shapes. Stateless and thread-safe.
 */
public final class RequestSets {
  private RequestSets() {}

  /**
   * The requests in a file or folder: a TFRecord of PredictionLogs, REST bodies or perf_analyzer's
   * data as JSON, {@code .npz} or {@code .npy}, a JPEG or PNG or a folder of them. The first bytes
   * say which; the name only where they don't.
   *
   * @throws IllegalArgumentException in one line that names the file and, where there are several,
   *     the request: it is of no known form, damaged, or not for this signature
   */
  public static RequestSet open(Path file, Signature signature) throws IOException {
    return switch (FileForm.of(file)) {
      case RECORDS -> LoggedRequests.read(file, signature).set(file);
      case JSON -> JsonFile.read(file, signature);
      case NPZ -> NpzFile.read(file, signature);
      case NPY -> NpzFile.readArray(file, signature);
      case IMAGE -> ImageRequests.read(file, signature);
      case FOLDER -> ImageRequests.readFolder(file, signature);
    };
  }

  /**
   * The requests of a signature that a model carries for its warm-up, if there are any.
   *
   * @param versionFolder where {@code saved_model.pb} lies
   * @throws IllegalArgumentException in one line, if they are damaged or not for the signature
   */
  public static Optional<RequestSet> ofModel(Path versionFolder, Signature signature)
      throws IOException {
    Path file = versionFolder.resolve(SavedModelFile.WARM_UP_REQUESTS);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    LoggedRequests logged = LoggedRequests.read(file, signature);
    return logged.isEmpty() ? Optional.empty() : Optional.of(logged.set(file));
  }

  /**
   * Requests made up from a signature; the same seed gives the same bits.
   *
   * @param shapes by alias, such as {@code 1x128}, where the signature leaves a dimension open; the
   *     leading one is the batch's, and need not be said
   * @param fills by alias: {@code int:0..30521}, {@code float:0..1}, {@code const:7}, {@code
   *     string:TEXT}, {@code zeros} or {@code random}; floats and truth values are random otherwise
   * @param batch rows a request, where the signature leaves the leading dimension open
   * @param count how many requests
   * @throws IllegalArgumentException in one line that lists the options to add, if the signature
   *     and the options leave something open, or says which option is wrong
   */
  public static RequestSet madeUp(
      Signature signature,
      Map<String, String> shapes,
      Map<String, String> fills,
      int batch,
      int count,
      long seed) {
    return new MadeUp(signature, shapes, fills, batch).make(count, seed);
  }
}
