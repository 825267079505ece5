package org.predictbench.bench.fork;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.predictbench.bench.files.Sha256;
import org.predictbench.bench.plan.FloatValues;
import org.predictbench.bench.plan.OutputHash;
import org.predictbench.bench.result.Answer;
import org.predictbench.client.DType;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;

/** Turns a decoded reply into what the run's files keep of it. */
public final class Answers {
  private static final String CLASSES = "classes";
  private static final int MOST_VALUES = 256;

  private Answers() {}

  /**
   * Keeps the first row's class, if there is an int64 output {@code classes}, the first row of the
   * first float output by name, and hashes of all outputs, together and one by one.
   */
  public static Answer of(Outputs outputs) {
    Set<String> aliases = new TreeSet<>(outputs.aliases());
    long predicted = -1;
    if (aliases.contains(CLASSES)) {
      Tensor classes = outputs.tensor(CLASSES);
      if (classes.dtype() == DType.INT64 && classes.elements() > 0) {
        predicted = classes.longAt(0);
      }
    }
    List<Float> firstRow =
        aliases.stream()
            .map(outputs::tensor)
            .filter(tensor -> tensor.dtype() == DType.FLOAT)
            .findFirst()
            .map(Answers::firstRow)
            .orElse(List.of());
    Map<String, String> each = new TreeMap<>();
    for (String alias : aliases) {
      Tensor output = outputs.tensor(alias);
      each.put(alias, Answer.hash(output.dtype().id(), OutputHash.of(output)));
    }
    return new Answer(
        predicted, sha256(outputs, aliases), firstRow, each, others(outputs, aliases), List.of());
  }

  /** The answer to the first request, and hashes of those to all; null where there was none. */
  public static Answer ofAll(Answer first, List<String> all) {
    List<String> hashes = new ArrayList<>();
    for (String hash : all) {
      hashes.add(hash == null ? null : Answer.shortened(hash));
    }
    return first.withRequests(hashes);
  }

  /** The first values of the other floating outputs. */
  private static Map<String, List<Float>> others(Outputs outputs, Set<String> aliases) {
    Map<String, List<Float>> others = new TreeMap<>();
    boolean first = true;
    for (String alias : aliases) {
      Tensor tensor = outputs.tensor(alias);
      if (tensor.dtype() == DType.FLOAT && first) {
        // In full beside these.
        first = false;
      } else if (FloatValues.isFloating(tensor.dtype())) {
        others.put(alias, firstValues(tensor));
      }
    }
    return others;
  }

  private static List<Float> firstValues(Tensor tensor) {
    List<Float> values = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_VALUES, tensor.elements()); i++) {
      values.add((float) FloatValues.at(tensor, i));
    }
    return values;
  }

  private static List<Float> firstRow(Tensor tensor) {
    boolean hasRows = tensor.rank() > 0 && tensor.dimension(0) > 0;
    int length = hasRows ? (int) (tensor.elements() / tensor.dimension(0)) : tensor.elements();
    List<Float> row = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      row.add(tensor.floatAt(i));
    }
    return row;
  }

  private static String sha256(Outputs outputs, Set<String> aliases) {
    ByteArrayOutputStream bits = new ByteArrayOutputStream();
    aliases.forEach(alias -> bits.writeBytes(bits(outputs.tensor(alias))));
    return Sha256.of(bits.toByteArray());
  }

  private static byte[] bits(Tensor tensor) {
    if (tensor.dtype() == DType.STRING) {
      ByteArrayOutputStream strings = new ByteArrayOutputStream();
      for (byte[] string : tensor.strings()) {
        strings.writeBytes(string);
      }
      return strings.toByteArray();
    }
    byte[] bytes = new byte[(int) tensor.byteSize()];
    tensor.littleEndian().get(0, bytes);
    return bytes;
  }
}
