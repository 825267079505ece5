package org.predictbench.client.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;
import org.predictbench.client.TestExamples;
import org.predictbench.client.TestTensors;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Method;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.serving.full.ClassificationRequest;
import org.predictbench.serving.full.ModelSpec;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.RegressionRequest;
import org.predictbench.serving.full.tensorflow.Example;
import org.predictbench.serving.full.tensorflow.TensorProto;

/** Both encodings of tf.Examples against Examples that the test makes itself. */
class ExampleEncodingsTest {
  private static final ModelRef MODEL = ModelRef.of("modèle").withVersion(7).withSignature("s");
  private static final ModelRef KNOWN = MODEL.withSignature(signature("serialised", DType.STRING));
  private static final long[][] SHAPES = {
    {}, {1}, {3}, {0}, {2, 1}, {3, 0}, {2, 5}, {2, 3, 4}, {2, 20}, {2, 1023}, {3, 1500}, {0, 4}
  };

  private static Signature signature(String alias, DType dtype) {
    Map<String, Signature.Spec> input = Map.of(alias, new Signature.Spec(dtype, new long[] {-1}));
    return new Signature("s", "tensorflow/serving/predict", input, input);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"COMPLEX64", "COMPLEX128"})
  void everyTypeAndShapeBecomesTheSameExamples(DType dtype) throws IOException {
    for (long[] shape : SHAPES) {
      requireAlike(
          Inputs.of("größe", TestTensors.tensor(dtype, shape))
              .with("twice", TestTensors.tensor(dtype, shape)));
    }
  }

  @Test
  void featuresOfManyTypesMakeOneExampleEach() throws IOException {
    byte[][] images = {new byte[10_000], new byte[0], new byte[4096]};
    requireAlike(
        Inputs.of("image", Tensor.strings(images, 3))
            .with("ids", Tensor.of(new long[] {1, -1, Long.MAX_VALUE, 0, 1 << 20, -5}, 3, 2))
            .with("flags", Tensor.of(new boolean[] {true, false, true}, 3))
            .with("halves", TestTensors.tensor(DType.HALF, 3, 9))
            .with("pixels", TestTensors.floats(3 * 4000, 3, 50, 80)));
    StringBuilder name = new StringBuilder();
    Inputs many = Inputs.none();
    for (int i = 0; i < 300; i++) {
      many = many.with(name.append('n').toString(), Tensor.of(new float[] {i, -i}, 2));
    }
    requireAlike(many);
  }

  private static void requireAlike(Inputs inputs) throws IOException {
    long[] shape = inputs.tensor(0).shape();
    boolean none = shape.length > 0 && shape[0] == 0;
    List<Example> examples = none ? List.of() : TestExamples.of(inputs);
    for (Method method : Method.values()) {
      for (ModelRef model : new ModelRef[] {MODEL, KNOWN}) {
        byte[] built = encode(method, TensorEncoding.EXAMPLE_PROTO, model, inputs);
        byte[] direct = encode(method, TensorEncoding.EXAMPLE_DIRECT, model, inputs);
        String alias = model.types().isPresent() ? "serialised" : "examples";
        assertThat(examples(method, built, alias)).as("%s", inputs).isEqualTo(examples);
        assertThat(examples(method, direct, alias)).as("%s", inputs).isEqualTo(examples);
        // In the order of the inputs, too, and packed. A size of 0 may be written or not.
        assertThat(none || Arrays.equals(direct, built)).as("%s", inputs).isTrue();
      }
    }
  }

  private static byte[] encode(
      Method method, TensorEncoding encoding, ModelRef model, Inputs inputs) {
    Protos protos = encoding == TensorEncoding.EXAMPLE_PROTO ? Protos.FULL : Protos.NONE;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      int length = WireCodec.of(method, encoding, protos, model).encode(inputs, bytes);
      assertThat(length).isEqualTo(bytes.size());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static List<Example> examples(Method method, byte[] request, String alias)
      throws IOException {
    ModelSpec spec;
    List<Example> examples;
    switch (method) {
      case PREDICT -> {
        PredictRequest message = PredictRequest.parseFrom(request);
        spec = message.getModelSpec();
        assertThat(message.getInputsMap()).containsOnlyKeys(alias);
        TensorProto tensor = message.getInputsOrThrow(alias);
        examples = new ArrayList<>();
        for (ByteString each : tensor.getStringValList()) {
          examples.add(Example.parseFrom(each));
        }
        assertThat(tensor.getDtypeValue()).isEqualTo(DType.STRING.number());
        assertThat(tensor.getTensorShape().getDim(0).getSize()).isEqualTo(examples.size());
      }
      case CLASSIFY -> {
        ClassificationRequest message = ClassificationRequest.parseFrom(request);
        spec = message.getModelSpec();
        examples = message.getInput().getExampleList().getExamplesList();
      }
      default -> {
        RegressionRequest message = RegressionRequest.parseFrom(request);
        spec = message.getModelSpec();
        examples = message.getInput().getExampleList().getExamplesList();
      }
    }
    assertThat(spec.getName()).isEqualTo("modèle");
    assertThat(spec.getVersion().getValue()).isEqualTo(7);
    assertThat(spec.getSignatureName()).isEqualTo("s");
    return examples;
  }

  @ParameterizedTest
  @EnumSource
  void examplesThatTheCallerMadeAreSentAsTheyAre(Method method) throws IOException {
    List<Example> made =
        TestExamples.of(
            Inputs.of("text", Tensor.strings("a", "b"))
                .with("long", TestTensors.tensor(DType.STRING, 2, 3000)));
    byte[][] bytes = made.stream().map(Example::toByteArray).toArray(byte[][]::new);
    for (TensorEncoding encoding :
        new TensorEncoding[] {TensorEncoding.EXAMPLE_PROTO, TensorEncoding.EXAMPLE_DIRECT}) {
      for (String alias : new String[] {"examples", "inputs"}) {
        Inputs inputs = Inputs.of(alias, Tensor.strings(bytes, 2));
        assertThat(examples(method, encode(method, encoding, MODEL, inputs), alias))
            .isEqualTo(made);
        assertThat(examples(method, encode(method, encoding, KNOWN, inputs), "serialised"))
            .isEqualTo(made);
      }
      Inputs named = Inputs.of("serialised", Tensor.strings(bytes, 2));
      assertThat(examples(method, encode(method, encoding, KNOWN, named), "serialised"))
          .isEqualTo(made);
      Inputs feature = Inputs.of("text", Tensor.strings("a", "b"));
      assertThat(examples(method, encode(method, encoding, MODEL, feature), "examples"))
          .isEqualTo(TestExamples.of(feature));
    }
  }

  @Test
  void inputsThatMakeNoExamplesAreRefused() {
    refused(Inputs.none(), "tf.Examples need at least one feature, of a row each");
    refused(
        Inputs.of("a", Tensor.of(new float[3], 3)).with("b", Tensor.of(new long[1])),
        "tf.Examples need features of as many rows each, not 3 of 'a' and 1 of 'b'");
    refused(
        Inputs.of("z", TestTensors.tensor(DType.COMPLEX64, 1)),
        "tf.Examples hold floats, integers, bools and strings, not complex64: feature 'z'");
    refused(
        Inputs.of("a", Tensor.of(new float[0], Integer.MAX_VALUE, 0)),
        "2147483647 tf.Examples of 1 features pass protobuf's limit of 2 GiB");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                encode(
                    Method.CLASSIFY,
                    TensorEncoding.EXAMPLE_PROTO,
                    MODEL,
                    Inputs.of("examples", Tensor.strings("", "no Example"))))
        .withMessageStartingWith("string 1 of the inputs is no serialised tf.Example: ");
  }

  private static void refused(Inputs inputs, String message) {
    for (Method method : Method.values()) {
      for (TensorEncoding encoding :
          new TensorEncoding[] {TensorEncoding.EXAMPLE_PROTO, TensorEncoding.EXAMPLE_DIRECT}) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> encode(method, encoding, MODEL, inputs))
            .withMessage(message);
      }
    }
  }

  /** What is kept from call to call holds the names and the sizes; the rest is written in place. */
  @ParameterizedTest
  @EnumSource
  void garbageDoesNotGrowWithTheFeatures(Method method) throws IOException {
    WireCodec codec =
        WireCodec.of(method, TensorEncoding.EXAMPLE_DIRECT, Protos.NONE, ModelRef.of("m"));
    Inputs few = scalars(10);
    Inputs many = scalars(160);
    OutputStream sink = OutputStream.nullOutputStream();
    for (int i = 0; i < 20_000; i++) {
      codec.encode(few, sink);
      codec.encode(many, sink);
    }
    // Both once more, since names that differ are made anew.
    long ofFew = allocated(codec, few, sink);
    long ofMany = allocated(codec, many, sink);
    assertThat(ofMany).as("bytes a request").isLessThan(400).isLessThan(ofFew + 100);
  }

  private static long allocated(WireCodec codec, Inputs inputs, OutputStream sink)
      throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int times = 1000;
    codec.encode(inputs, sink);
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    for (int i = 0; i < times; i++) {
      codec.encode(inputs, sink);
    }
    return (threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before) / times;
  }

  private static Inputs scalars(int count) {
    Inputs inputs = Inputs.none();
    for (int i = 0; i < count; i++) {
      String name = "feature_" + i;
      inputs =
          switch (i % 4) {
            case 0 -> inputs.with(name, Tensor.of(new float[] {i}));
            case 1 -> inputs.with(name, Tensor.of(new long[] {1L << i % 60}, 1));
            case 2 -> inputs.with(name, Tensor.of(new double[] {i}, 1));
            default -> inputs.with(name, Tensor.strings("value " + i));
          };
    }
    return inputs;
  }
}
