package org.predictbench.bench.requests;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Inputs;

/**
 * What is sent: one or many requests, in turn. Immutable, as long as nobody changes the tensors'
 * arrays.
 *
 * @param source where they came from, such as a file's name
 * @param requests at least one
 * @param notes what was left out or taken for granted, a line each
 */
public record RequestSet(String source, List<Inputs> requests, List<String> notes) {
  /** Copies the lists. */
  public RequestSet {
    requests = List.copyOf(requests);
    notes = List.copyOf(notes);
    if (requests.isEmpty()) {
      throw new InputException(source + ": holds no requests; at least one is sent");
    }
  }

  /** How many, of how many shapes, how large: {@code 312 requests, 41 shapes, median 18 KB}. */
  public String summary() {
    long[] sizes = requests.stream().mapToLong(Inputs::byteSize).sorted().toArray();
    String median = Sizes.of(sizes[sizes.length / 2]);
    if (sizes.length == 1) {
      return "1 request, " + median;
    }
    long shapes = requests.stream().map(Inputs::toString).distinct().count();
    return "%d requests, %d %s, median %s"
        .formatted(sizes.length, shapes, shapes == 1 ? "shape" : "shapes", median);
  }

  /** The hash over each request's aliases, types, shapes and bits, in their order. */
  public String sha256() {
    return RequestHash.of(requests);
  }

  /** The requests with each row {@code times} over, as larger batches: {@link Inputs#repeated}. */
  public List<Inputs> repeated(int times) {
    return requests.stream().map(request -> request.repeated(times)).toList();
  }

  /**
   * Writes the requests as a TFRecord file of PredictionLogs, for {@link #read}; there whole or not
   * at all.
   */
  public void write(Path file) throws IOException {
    RecordFile.write(file, requests);
  }

  /**
   * Reads back what {@link #write} wrote, bit for bit. A signature is not asked for.
   *
   * @throws IllegalArgumentException in one line, if the file is damaged or another's
   */
  public static RequestSet read(Path file) throws IOException {
    return new RequestSet(file.toString(), RecordFile.read(file), List.of());
  }
}
