package org.predictbench.bench.requests;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;

/**
 * NumPy's {@code .npz}, an array an input, or one {@code .npy} for a model of one input. Arrays of
 * the signature's rank are one request; with one more dimension in front, a request a row.
 */
final class NpzFile {
  private static final String SUFFIX = ".npy";

  /** A zip of a few bytes can claim rows without elements by the billion. */
  private static final int MOST_REQUESTS = 1_000_000;

  private final Path file;
  private final Signature signature;
  private final MemoryBound bound = new MemoryBound();
  private final Map<String, NpyArray> arrays = new LinkedHashMap<>();

  private NpzFile(Path file, Signature signature) {
    this.file = file;
    this.signature = signature;
  }

  /** Reads a zip of arrays. */
  static RequestSet read(Path file, Signature signature) throws IOException {
    NpzFile npz = new NpzFile(file, signature);
    try (ZipFile zip = new ZipFile(file.toFile())) {
      var entries = zip.entries();
      while (entries.hasMoreElements()) {
        npz.add(zip, entries.nextElement());
      }
    } catch (ZipException | EOFException e) {
      throw new InputException("%s: is no whole zip: %s".formatted(file, e.getMessage()), e);
    }
    return npz.set();
  }

  /** Reads one array. */
  static RequestSet readArray(Path file, Signature signature) throws IOException {
    NpzFile npz = new NpzFile(file, signature);
    try (InputStream in = Files.newInputStream(file)) {
      npz.arrays.put("", NpyArray.read(in, Files.size(file), npz.bound));
    } catch (EOFException e) {
      throw new InputException("%s: %s".formatted(file, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: the array %s".formatted(file, e.getMessage()), e);
    }
    return npz.set();
  }

  private void add(ZipFile zip, ZipEntry entry) throws IOException {
    String name = entry.getName();
    if (!name.endsWith(SUFFIX)) {
      throw new InputException(
          "%s: holds '%s'; an .npz holds .npy files alone".formatted(file, name));
    }
    String alias = name.substring(0, name.length() - SUFFIX.length());
    if (arrays.containsKey(alias)) {
      throw new InputException("%s: holds '%s' twice".formatted(file, name));
    }
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc)) {
      arrays.put(alias, NpyArray.read(in, entry.getSize(), bound));
      if (in.read() >= 0) {
        throw new InputException("holds more than its header says");
      }
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: array '%s': %s".formatted(file, alias, e.getMessage()), e);
    }
    if (crc.getValue() != entry.getCrc()) {
      throw new InputException(
          "%s: array '%s' is damaged: its checksum differs".formatted(file, alias));
    }
  }

  private RequestSet set() {
    Map<String, Signature.Spec> wanted = signature.inputs();
    if (arrays.size() == 1 && wanted.size() == 1) {
      NpyArray only = arrays.values().iterator().next();
      arrays.clear();
      arrays.put(wanted.keySet().iterator().next(), only);
    }
    try {
      SignatureCheck.aliases(List.copyOf(arrays.keySet()), signature);
      boolean isBatch =
          !wanted.isEmpty()
              && wanted.entrySet().stream()
                  .allMatch(
                      input ->
                          input.getValue().shape() != null
                              && arrays.get(input.getKey()).rank()
                                  == input.getValue().shape().length + 1);
      return new RequestSet(file.toString(), isBatch ? rows() : List.of(whole()), List.of());
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private Inputs whole() {
    Inputs inputs = Inputs.none();
    for (String alias : signature.inputs().keySet()) {
      inputs = inputs.with(alias, arrays.get(alias).tensor());
    }
    SignatureCheck.check(inputs, signature);
    return inputs;
  }

  private List<Inputs> rows() {
    long[] counts = arrays.values().stream().mapToLong(NpyArray::rows).distinct().toArray();
    if (counts.length > 1) {
      throw new InputException(
          "arrays of %d and of %d requests: the leading dimensions must agree"
              .formatted(counts[0], counts[1]));
    }
    if (counts[0] > MOST_REQUESTS) {
      throw new InputException(
          "%d requests; at most %d are taken".formatted(counts[0], MOST_REQUESTS));
    }
    List<Inputs> requests = new ArrayList<>();
    for (int i = 0; i < counts[0]; i++) {
      Inputs inputs = Inputs.none();
      for (String alias : signature.inputs().keySet()) {
        bound.reserve(DType.INT8, 0);
        inputs = inputs.with(alias, arrays.get(alias).row(i));
      }
      try {
        SignatureCheck.check(inputs, signature);
      } catch (InputException e) {
        throw new InputException("request %d: %s".formatted(i + 1, e.getMessage()), e);
      }
      requests.add(inputs);
    }
    return requests;
  }
}
