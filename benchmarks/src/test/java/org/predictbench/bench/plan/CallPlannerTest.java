package org.predictbench.bench.plan;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.image.SampleImage;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.bench.requests.SavedModelFile;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

class CallPlannerTest {
  private static final Signature IMAGE =
      signature("serving_default", Map.of("pixels", spec(DType.FLOAT, -1, 224, 224, 3)));
  private static final Signature TEXT =
      signature("serving_default", Map.of("ids", spec(DType.INT64, -1, -1)));

  @TempDir Path folder;

  @Test
  void anImageModelIsSentTheImageThatComesWithUsUnderItsOwnAlias() throws Exception {
    CallPlan plan = plan(AskedWorkload.ofModel("m"), IMAGE);

    assertThat(plan.requests().requests()).hasSize(1);
    assertThat(plan.requests().requests().get(0)).hasToString("{pixels: float[1, 224, 224, 3]}");
    assertThat(plan.image()).isPresent();
  }

  @Test
  void anImageOfTheUsersOwnIsSentWithWhatIsToBeKnownOfIt() throws Exception {
    byte[] jpeg = SampleImage.bytes();
    ByteBuffer turned = ByteBuffer.allocate(jpeg.length + 36).put(jpeg, 0, 2);
    turned.putShort((short) 0xffe1).putShort((short) 34).put("Exif\0\0MM\0*".getBytes(US_ASCII));
    turned.putInt(8).putShort((short) 1).putShort((short) 0x112).putShort((short) 3);
    turned
        .putInt(1)
        .putShort((short) 6)
        .putShort((short) 0)
        .putInt(0)
        .put(jpeg, 2, jpeg.length - 2);
    Path image = Files.write(folder.resolve("cat.jpg"), turned.array());

    CallPlan plan = plan(AskedWorkload.ofModel("m").withImage(image), IMAGE);

    assertThat(plan.requests().notes())
        .containsExactly(image + " is turned by its Exif orientation 6");
    assertThat(plan.image()).hasValue(turned.array());
    assertThat(plan.requests().requests().get(0).tensor("pixels").floats())
        .isNotEqualTo(SampleImage.features());
  }

  @Test
  void aKeptImageOfAnotherSizeIsRefused() throws Exception {
    Path kept = Files.write(folder.resolve("features.f32"), new byte[8]);
    ModelFacts facts = new ModelFacts("m", Map.of("serving_default", IMAGE), Optional.empty());

    assertThatThrownBy(
            () -> CallPlanner.plan(AskedWorkload.ofModel("m"), facts, Optional.of(kept), 1))
        .hasMessage(kept + " has 8 bytes: an image of 224 x 224 x 3 floats is expected");
  }

  @Test
  void aModelsOwnWarmUpRequestsComeBeforeAnythingMadeUp() throws Exception {
    Inputs own = Inputs.of("ids", Tensor.of(new long[] {7, 8}, 1, 2));
    Path file = folder.resolve(SavedModelFile.WARM_UP_REQUESTS);
    Files.createDirectories(file.getParent());
    new RequestSet("test", List.of(own), List.of()).write(file);
    ModelFacts facts = new ModelFacts("m", Map.of("serving_default", TEXT), Optional.of(folder));

    CallPlan plan = CallPlanner.plan(AskedWorkload.ofModel("m"), facts, Optional.empty(), 1);

    assertThat(plan.requests().requests()).hasSize(1);
    assertThat(plan.requests().requests().get(0).sameBitsAs(own)).isTrue();
    assertThat(plan.image()).isEmpty();
  }

  @Test
  void whatCannotBeGuessedIsAskedForAndThenMadeUp() throws Exception {
    assertThatThrownBy(() -> plan(AskedWorkload.ofModel("m"), TEXT))
        .hasMessage("say what to send: --shape ids=1x128 (int64[?, ?]) --fill ids=int:0..100");

    CallPlan plan = plan(asked(Map.of("ids", "1x4"), Map.of("ids", "int:0..9")), TEXT);

    assertThat(plan.requests().requests())
        .hasSize(16)
        .allSatisfy(
            inputs -> {
              assertThat(inputs).hasToString("{ids: int64[1, 4]}");
              assertThat(inputs.tensor("ids").longs())
                  .satisfies(
                      ids -> assertThat(Arrays.stream(ids)).allMatch(id -> id >= 0 && id <= 9));
            });
  }

  @Test
  void anImageForAModelThatTakesNoneIsRefused() throws Exception {
    Path image = Files.write(folder.resolve("cat.png"), new byte[] {1});

    assertThatThrownBy(() -> plan(AskedWorkload.ofModel("m").withImage(folder.resolve("no")), TEXT))
        .hasMessage(folder.resolve("no") + " does not exist: a JPEG or PNG is expected");
    assertThatThrownBy(() -> plan(AskedWorkload.ofModel("m").withImage(image), TEXT))
        .hasMessageContaining("cat.png");
  }

  @Test
  void signaturesAreFoundByKeyOrBecauseThereIsButOne() {
    Signature only = signature("predict_images", TEXT.inputs());
    ModelFacts one = new ModelFacts("m", Map.of("predict_images", only), Optional.empty());
    ModelFacts two = new ModelFacts("m", Map.of("a", only, "b", only), Optional.empty());

    assertThat(one.signature(null)).isSameAs(only);
    assertThatThrownBy(() -> two.signature(null))
        .hasMessageContaining("no signature 'serving_default': name one by --signature");
    assertThatThrownBy(() -> one.signature("x"))
        .hasMessage("model 'm' has no signature 'x'; it has: predict_images");
  }

  @Test
  void aPlanComesBackFromItsFolder() throws Exception {
    CallPlan plan =
        plan(
            new AskedWorkload(
                "m",
                null,
                3L,
                null,
                null,
                null,
                Map.of("ids", "2x3"),
                Map.of("ids", "int:0..9"),
                List.of(),
                Map.of("authorization", "Bearer x"),
                false),
            TEXT);

    plan.write(folder);
    CallPlan back = CallPlan.read(folder);

    assertThat(back.model()).usingRecursiveComparison().isEqualTo(plan.model());
    assertThat(back.options()).isEqualTo(plan.options());
    assertThat(back.requests().sha256()).isEqualTo(plan.requests().sha256());
    assertThat(back.image()).isEmpty();
    assertThat(back.model("stub").name()).isEqualTo("stub");
    assertThat(back.model("stub").version()).hasValue(3);
    assertThatThrownBy(() -> back.model("m", "other"))
        .hasMessage("model 'm' has no signature 'other'; it has: serving_default");
  }

  @Test
  void aPlanOfAnUnknownModelComesBackToo() throws Exception {
    Inputs inputs = Inputs.of("x", Tensor.of(new float[] {1}, 1));
    CallPlan.of(
            ModelRef.of("m"),
            new RequestSet("test", List.of(inputs), List.of()),
            RequestOptions.DEFAULT)
        .write(folder);

    CallPlan back = CallPlan.read(folder);

    assertThat(back.model()).isEqualTo(ModelRef.of("m"));
    assertThat(back.requests().requests().get(0).sameBitsAs(inputs)).isTrue();
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    Path file = folder.resolve("f");
    assertThatThrownBy(() -> asked(1L, "stable", null, null, Map.of()))
        .hasMessage("--model-version or --model-label, not both");
    assertThatThrownBy(() -> asked(null, null, file, file, Map.of()))
        .hasMessage("--requests or --image, not both");
    assertThatThrownBy(() -> asked(null, null, file, null, Map.of("x", "1")))
        .hasMessageContaining("leave --requests out");
  }

  private static AskedWorkload asked(Map<String, String> shapes, Map<String, String> fills) {
    return new AskedWorkload(
        "m", null, null, null, null, null, shapes, fills, List.of(), Map.of(), false);
  }

  private static AskedWorkload asked(
      Long version, String label, Path requests, Path image, Map<String, String> shapes) {
    return new AskedWorkload(
        "m", null, version, label, requests, image, shapes, Map.of(), List.of(), Map.of(), false);
  }

  private static CallPlan plan(AskedWorkload asked, Signature signature) throws Exception {
    ModelFacts facts = new ModelFacts("m", Map.of(signature.key(), signature), Optional.empty());
    return CallPlanner.plan(asked, facts, Optional.empty(), 1);
  }

  private static Signature signature(String key, Map<String, Signature.Spec> inputs) {
    return new Signature(key, "tensorflow/serving/predict", inputs, Map.of());
  }

  private static Signature.Spec spec(DType dtype, long... shape) {
    return new Signature.Spec(dtype, shape);
  }
}
