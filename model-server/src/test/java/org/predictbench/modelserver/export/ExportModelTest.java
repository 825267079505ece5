package org.predictbench.modelserver.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TFInvalidArgumentException;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TString;
import org.tensorflow.types.TUint8;

/** Exports each model, loads it from disk as a server would, and asks it. */
class ExportModelTest {
  @TempDir static Path folder;

  @BeforeAll
  static void export() {
    for (String model :
        new String[] {"resnet50-v2", "uint8-image", "fixed-reply", "half-plus-two"}) {
      assertThat(ExportModel.run(model, folder.resolve(model).toString())).isZero();
    }
  }

  private record Answer(long predicted, float[] probabilities) {}

  @Test
  void resnetAnswersAreHealthyAndDependOnTheImage() throws Exception {
    float[] smooth = new float[224 * 224 * 3];
    float[] noisy = new float[smooth.length];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < smooth.length; i++) {
      smooth[i] = (float) (60 * Math.sin(i / 5000.0));
      noisy[i] = (float) random.nextDouble(-100, 100);
    }
    Answer first = classify("resnet50-v2", 1, smooth);
    Answer second = classify("resnet50-v2", 1, noisy);
    for (Answer answer : new Answer[] {first, second}) {
      double sum = 0;
      for (float probability : answer.probabilities()) {
        assertThat(probability).isFinite().isBetween(0f, 1f);
        sum += probability;
      }
      assertThat(sum).isBetween(0.999, 1.001);
    }
    assertThat(first.probabilities()).isNotEqualTo(second.probabilities());
    assertThat(classify("resnet50-v2", 1, smooth).probabilities()).isEqualTo(first.probabilities());
  }

  @Test
  void imagesOfBytesAreAnsweredAsResnetAnswersThemNormalised() throws Exception {
    float[] means = {123.68f, 116.78f, 103.94f};
    byte[] pixels = new byte[224 * 224 * 3];
    new SplittableRandom(5).nextBytes(pixels);
    float[] normalised = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      normalised[i] = Byte.toUnsignedInt(pixels[i]) - means[i % means.length];
    }
    Answer expected = classify("resnet50-v2", 1, normalised);
    try (TUint8 input =
        TUint8.tensorOf(Shape.of(1, 224, 224, 3), DataBuffers.of(pixels, true, false))) {
      Answer answer = classify("uint8-image", "serving_default", input);
      assertThat(answer.predicted()).isEqualTo(expected.predicted());
      assertThat(answer.probabilities()).containsExactly(expected.probabilities(), within(1e-5f));
    }
  }

  @Test
  void fixedReplyIgnoresPixelsButCountsImages() throws Exception {
    Answer one = classify("fixed-reply", 1, new float[224 * 224 * 3]);
    float[] two = new float[2 * 224 * 224 * 3];
    two[17] = 5;
    Answer batch = classify("fixed-reply", 2, two);
    assertThat(one.predicted()).isEqualTo(286);
    assertThat(batch.probabilities()).hasSize(2 * 1001).startsWith(one.probabilities());
  }

  @Test
  void fixedReplyTakesJpegsToo() throws Exception {
    Answer expected = classify("fixed-reply", 1, new float[224 * 224 * 3]);
    Answer answer = classify("fixed-reply", "jpeg", JpegInputTest.jpeg(300, 400, 0));
    assertThat(answer.predicted()).isEqualTo(expected.predicted());
    assertThat(answer.probabilities()).isEqualTo(expected.probabilities());
    // Decoded in earnest: what is no image is refused.
    assertThatThrownBy(() -> classify("fixed-reply", "jpeg", new byte[100]))
        .isInstanceOf(TFInvalidArgumentException.class)
        .hasMessageContaining("Unknown image file format");
  }

  @Test
  void anExistingModelIsLeftAlone() throws Exception {
    Path file = folder.resolve("half-plus-two/1/saved_model.pb");
    var before = Files.getLastModifiedTime(file);
    assertThat(ExportModel.run("half-plus-two", folder.resolve("half-plus-two").toString()))
        .isZero();
    assertThat(Files.getLastModifiedTime(file)).isEqualTo(before);
  }

  @Test
  void badArgumentsAndUnwritableFoldersAreToldApart() throws Exception {
    Path file = Files.writeString(folder.resolve("a-file"), "");
    assertThat(ExportModel.run("no-such-model", folder.toString())).isEqualTo(2);
    assertThat(ExportModel.run("half-plus-two", file.resolve("below").toString())).isEqualTo(1);
  }

  private static Answer classify(String model, int images, float[] pixels) throws Exception {
    try (TFloat32 input = SeededWeights.tensor(pixels, images, 224, 224, 3)) {
      return classify(model, "serving_default", input);
    }
  }

  private static Answer classify(String model, String signature, byte[] image) throws Exception {
    try (TString input = TString.tensorOfBytes(NdArrays.vectorOfObjects(image))) {
      return classify(model, signature, input);
    }
  }

  private static Answer classify(String model, String key, Tensor input) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve(model).resolve("1/saved_model.pb"));
    MetaGraphDef metaGraph = SavedModel.parseFrom(bytes).getMetaGraphs(0);
    var signature = metaGraph.getSignatureDefOrThrow(key);
    String fed = signature.getInputsMap().values().iterator().next().getName();
    try (Graph graph = new Graph()) {
      graph.importGraphDef(metaGraph.getGraphDef());
      try (Session session = new Session(graph);
          Result result =
              session
                  .runner()
                  .feed(fed, input)
                  .fetch(signature.getOutputsOrThrow("classes").getName())
                  .fetch(signature.getOutputsOrThrow("probabilities").getName())
                  .run()) {
        TFloat32 probabilities = (TFloat32) result.get(1);
        float[] values = new float[Math.toIntExact(probabilities.size())];
        probabilities.asRawTensor().data().asFloats().read(values);
        return new Answer(((TInt64) result.get(0)).getLong(0), values);
      }
    }
  }
}
