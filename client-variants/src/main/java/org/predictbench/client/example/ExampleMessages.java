package org.predictbench.client.example;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;
import org.predictbench.serving.full.ExampleList;
import org.predictbench.serving.full.Input;
import org.predictbench.serving.full.tensorflow.BytesList;
import org.predictbench.serving.full.tensorflow.Example;
import org.predictbench.serving.full.tensorflow.Feature;
import org.predictbench.serving.full.tensorflow.Features;
import org.predictbench.serving.full.tensorflow.FloatList;
import org.predictbench.serving.full.tensorflow.Int64List;

/**
 * Builds tf.Examples of the generated messages, one for each row, features in the inputs' order.
 */
final class ExampleMessages {
  private ExampleMessages() {}

  /**
   * A string tensor of serialised Examples.
   *
   * @throws IllegalArgumentException if the inputs are no features of equal rows
   */
  static Tensor serialized(Inputs inputs) {
    int rows = FeatureTensors.rows(inputs);
    byte[][] examples = new byte[rows][];
    for (int row = 0; row < rows; row++) {
      examples[row] = example(inputs, rows, row).toByteArray();
    }
    return Tensor.strings(examples, rows);
  }

  /**
   * What Classify and Regress take.
   *
   * @throws IllegalArgumentException if the inputs are neither features nor Examples
   */
  static Input input(ExampleInputs kinds, Inputs inputs) {
    ExampleList.Builder list = ExampleList.newBuilder();
    if (kinds.areExamples(inputs)) {
      for (byte[] example : inputs.tensor(0).strings()) {
        list.addExamples(parsed(example, list.getExamplesCount()));
      }
    } else {
      int rows = FeatureTensors.rows(inputs);
      for (int row = 0; row < rows; row++) {
        list.addExamples(example(inputs, rows, row));
      }
    }
    return Input.newBuilder().setExampleList(list).build();
  }

  private static Example parsed(byte[] example, int index) {
    try {
      return Example.parseFrom(example);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalArgumentException(
          "string %d of the inputs is no serialised tf.Example: %s"
              .formatted(index, e.getMessage()),
          e);
    }
  }

  private static Example example(Inputs inputs, int rows, int row) {
    Example.Builder example = Example.newBuilder();
    Features.Builder features = example.getFeaturesBuilder();
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.tensor(i);
      int width = FeatureTensors.width(tensor, rows);
      features.putFeature(inputs.alias(i), feature(tensor, row * width, width));
    }
    return example.build();
  }

  private static Feature feature(Tensor tensor, int from, int width) {
    Feature.Builder feature = Feature.newBuilder();
    switch (FeatureTensors.kind(tensor.dtype())) {
      case FeatureTensors.BYTES -> {
        BytesList.Builder list = BytesList.newBuilder();
        for (int i = from; i < from + width; i++) {
          list.addValue(bytes(tensor.stringAt(i)));
        }
        feature.setBytesList(list);
      }
      case FeatureTensors.FLOATS -> {
        FloatList.Builder list = FloatList.newBuilder();
        for (int i = from; i < from + width; i++) {
          list.addValue(FeatureTensors.floatAt(tensor, i));
        }
        feature.setFloatList(list);
      }
      default -> {
        Int64List.Builder list = Int64List.newBuilder();
        for (int i = from; i < from + width; i++) {
          list.addValue(FeatureTensors.longAt(tensor, i));
        }
        feature.setInt64List(list);
      }
    }
    return feature.build();
  }

  /** Around the caller's own bytes: nobody changes them while a call uses them. */
  private static ByteString bytes(byte[] string) {
    return UnsafeByteOperations.unsafeWrap(string);
  }
}
