package org.predictbench.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.predictbench.client.axis.Method;
import org.predictbench.serving.full.tensorflow.Example;
import org.predictbench.serving.full.tensorflow.Feature;

/**
 * A second opinion on tf.Examples, through the generated classes and none of the library's own
 * code: what inputs become, and what a fake answers to that.
 */
public final class TestExamples {
  private TestExamples() {}

  /** A tensor of each type that an Example holds, 2 × 3 each, as {@code x_TYPE}. */
  static Inputs everyType() {
    Inputs inputs = Inputs.none();
    for (DType dtype : DType.values()) {
      if (dtype != DType.COMPLEX64 && dtype != DType.COMPLEX128) {
        inputs = inputs.with("x_" + dtype.id(), TestTensors.tensor(dtype, 2, 3));
      }
    }
    return inputs;
  }

  /** One Example for each row. */
  public static List<Example> of(Inputs inputs) {
    long[] shape = inputs.tensor(0).shape();
    int rows = shape.length == 0 ? 1 : (int) shape[0];
    List<Example> examples = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      Example.Builder example = Example.newBuilder();
      for (int i = 0; i < inputs.size(); i++) {
        Tensor tensor = inputs.tensor(i);
        int width = tensor.elements() / rows;
        Feature.Builder feature = Feature.newBuilder();
        if (tensor.dtype() == DType.STRING) {
          feature.getBytesListBuilder();
        } else if (isReal(tensor.dtype())) {
          feature.getFloatListBuilder();
        } else {
          feature.getInt64ListBuilder();
        }
        add(feature, tensor, row * width, (row + 1) * width);
        example.getFeaturesBuilder().putFeature(inputs.alias(i), feature.build());
      }
      examples.add(example.build());
    }
    return examples;
  }

  private static boolean isReal(DType dtype) {
    return switch (dtype) {
      case FLOAT, DOUBLE, HALF, BFLOAT16 -> true;
      default -> false;
    };
  }

  private static void add(Feature.Builder feature, Tensor tensor, int from, int end) {
    if (tensor.dtype() == DType.STRING) {
      for (int at = from; at < end; at++) {
        feature.getBytesListBuilder().addValue(ByteString.copyFrom(tensor.stringAt(at)));
      }
      return;
    }
    ByteBuffer bytes = tensor.littleEndian();
    for (int at = from; at < end; at++) {
      add(feature, tensor.dtype(), bytes, at);
    }
  }

  private static void add(Feature.Builder feature, DType dtype, ByteBuffer bytes, int at) {
    switch (dtype) {
      case FLOAT -> feature.getFloatListBuilder().addValue(bytes.getFloat(4 * at));
      case DOUBLE -> feature.getFloatListBuilder().addValue((float) bytes.getDouble(8 * at));
      case HALF -> feature.getFloatListBuilder().addValue(half(bytes.getShort(2 * at)));
      case BFLOAT16 ->
          feature
              .getFloatListBuilder()
              .addValue(Float.intBitsToFloat(bytes.getShort(2 * at) << 16));
      case BOOL, UINT8, QUINT8 ->
          feature.getInt64ListBuilder().addValue(Byte.toUnsignedLong(bytes.get(at)));
      case INT8, QINT8 -> feature.getInt64ListBuilder().addValue(bytes.get(at));
      case UINT16, QUINT16 ->
          feature.getInt64ListBuilder().addValue(Short.toUnsignedLong(bytes.getShort(2 * at)));
      case INT16, QINT16 -> feature.getInt64ListBuilder().addValue(bytes.getShort(2 * at));
      case UINT32 ->
          feature.getInt64ListBuilder().addValue(Integer.toUnsignedLong(bytes.getInt(4 * at)));
      case INT32, QINT32 -> feature.getInt64ListBuilder().addValue(bytes.getInt(4 * at));
      default -> feature.getInt64ListBuilder().addValue(bytes.getLong(8 * at));
    }
  }

  /** By the formula of IEEE 754, where the library shifts bits. */
  private static float half(short bits) {
    double sign = bits < 0 ? -1 : 1;
    int exponent = bits >> 10 & 31;
    int fraction = bits & 1023;
    if (exponent == 31) {
      return fraction == 0 ? (float) (sign / 0.0) : Float.intBitsToFloat(nan(bits));
    }
    return (float)
        (exponent == 0
            ? sign * fraction * Math.pow(2, -24)
            : sign * (1 + fraction / 1024.0) * Math.pow(2, exponent - 15));
  }

  private static int nan(short bits) {
    return (bits & 0x8000) << 16 | 0x7F800000 | (bits & 1023) << 13;
  }

  /** What a fake answers to such inputs. */
  static Outputs echo(Method method, Inputs inputs) {
    return echo(method, of(inputs));
  }

  /**
   * An answer that shows every bit of the Examples: for Predict the features, as float, int64 or
   * string [n, k]; for Classify a class for each value, with integers and strings in its label and
   * floats as its score; for Regress a checksum.
   */
  static Outputs echo(Method method, List<Example> examples) {
    return switch (method) {
      case PREDICT -> features(examples);
      case CLASSIFY -> classes(examples);
      case REGRESS -> checksums(examples);
    };
  }

  private static Outputs features(List<Example> examples) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : examples.get(0).getFeatures().getFeatureMap().keySet()) {
      List<Feature> rows =
          examples.stream().map(each -> each.getFeatures().getFeatureOrThrow(name)).toList();
      tensors.put(name, feature(rows));
    }
    return Outputs.of(tensors);
  }

  private static Tensor feature(List<Feature> rows) {
    int count = rows.size();
    List<ByteString> strings = new ArrayList<>();
    List<Float> floats = new ArrayList<>();
    List<Long> longs = new ArrayList<>();
    for (Feature row : rows) {
      strings.addAll(row.getBytesList().getValueList());
      floats.addAll(row.getFloatList().getValueList());
      longs.addAll(row.getInt64List().getValueList());
    }
    if (rows.get(0).hasBytesList()) {
      byte[][] values = strings.stream().map(ByteString::toByteArray).toArray(byte[][]::new);
      return Tensor.strings(values, count, values.length / count);
    }
    if (rows.get(0).hasInt64List()) {
      long[] values = longs.stream().mapToLong(Long::longValue).toArray();
      return Tensor.of(values, count, values.length / count);
    }
    float[] values = new float[floats.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = floats.get(i);
    }
    return Tensor.of(values, count, values.length / count);
  }

  private static Outputs classes(List<Example> examples) {
    List<byte[]> labels = new ArrayList<>();
    List<Float> scores = new ArrayList<>();
    for (Example example : examples) {
      new TreeMap<>(example.getFeatures().getFeatureMap())
          .forEach(
              (name, feature) -> {
                for (ByteString value : feature.getBytesList().getValueList()) {
                  labels.add(Base64.getEncoder().encode(value.toByteArray()));
                  scores.add((float) value.size());
                }
                for (long value : feature.getInt64List().getValueList()) {
                  labels.add(Long.toString(value).getBytes(StandardCharsets.UTF_8));
                  scores.add((float) value);
                }
                for (float value : feature.getFloatList().getValueList()) {
                  labels.add(name.getBytes(StandardCharsets.UTF_8));
                  scores.add(value);
                }
              });
    }
    float[] values = new float[scores.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = scores.get(i);
    }
    long[] shape = {examples.size(), values.length / examples.size()};
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    outputs.put("classes", Tensor.strings(labels.toArray(byte[][]::new), shape));
    outputs.put("scores", Tensor.of(values, shape));
    return Outputs.of(outputs);
  }

  private static Outputs checksums(List<Example> examples) {
    float[] values = new float[examples.size()];
    for (int i = 0; i < values.length; i++) {
      byte[] bytes = new byte[examples.get(i).getSerializedSize()];
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.useDeterministicSerialization();
      try {
        examples.get(i).writeTo(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      CRC32 checksum = new CRC32();
      checksum.update(bytes);
      // As many bits as a float holds exactly.
      values[i] = checksum.getValue() >>> 8;
    }
    return Outputs.of(Map.of("outputs", Tensor.of(values, values.length)));
  }
}
