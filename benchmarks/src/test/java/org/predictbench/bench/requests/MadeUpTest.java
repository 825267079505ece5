package org.predictbench.bench.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

class MadeUpTest {
  private static final Signature TOKENS =
      new Specs()
          .and("ids", DType.INT64, -1, -1)
          .and("mask", DType.INT64, -1, 128)
          .and("text", DType.STRING, -1)
          .and("score", DType.FLOAT, -1)
          .signature();

  private static RequestSet make(
      Signature signature, Map<String, String> shapes, Map<String, String> fills, int batch) {
    return RequestSets.madeUp(signature, shapes, fills, batch, 3, 7);
  }

  private static Tensor one(DType dtype, String fill, long... shape) {
    return make(Specs.one("x", dtype, shape), Map.of(), Map.of("x", fill), 1)
        .requests()
        .get(0)
        .tensor("x");
  }

  private static void assertRefused(
      Signature signature, Map<String, String> shapes, Map<String, String> fills, String message) {
    assertThatThrownBy(() -> make(signature, shapes, fills, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void whatIsOpenIsAskedForInOneLine() {
    assertRefused(
        TOKENS,
        Map.of(),
        Map.of(),
        "say what to send: --shape ids=1x128 (int64[?, ?]) --fill ids=int:0..100"
            + " --fill mask=int:0..100 (int64[?, 128]) --fill text=string:TEXT (string[?])");
    assertRefused(
        Specs.anyShape("x", DType.FLOAT),
        Map.of(),
        Map.of(),
        "say what to send: --shape x=1x128 (float[...])");
  }

  @Test
  void whatIsSaidIsMade() {
    RequestSet set =
        make(
            TOKENS,
            Map.of("ids", "1x16"),
            Map.of("ids", "int:5..7", "mask", "const:1", "text", "string:a:b"),
            2);

    Inputs first = set.requests().get(0);
    assertThat(set.requests()).hasSize(3);
    assertThat(first)
        .hasToString("{ids: int64[2, 16], mask: int64[2, 128], text: string[2], score: float[2]}");
    assertThat(first.tensor("ids").longs()).containsOnly(5, 6, 7);
    assertThat(first.tensor("mask").longs()).containsOnly(1);
    assertThat(new String(first.tensor("text").stringAt(1), StandardCharsets.UTF_8))
        .isEqualTo("a:b");
    assertThat(first.tensor("ids").longs())
        .isNotEqualTo(set.requests().get(1).tensor("ids").longs());
  }

  @Test
  void aSeedGivesTheSameBits() {
    Signature floats = Specs.one("x", DType.FLOAT, -1, 10);

    String hash = make(floats, Map.of(), Map.of(), 1).sha256();

    assertThat(make(floats, Map.of(), Map.of(), 1).sha256()).isEqualTo(hash);
    assertThat(RequestSets.madeUp(floats, Map.of(), Map.of(), 1, 3, 8).sha256()).isNotEqualTo(hash);
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void everyTypeCanBeFilled(DType dtype) {
    String fill = dtype == DType.STRING ? "string:a" : dtype == DType.BOOL ? "random" : "const:1";

    Tensor made = one(dtype, fill, 2, 2);

    assertThat(made.dtype()).isEqualTo(dtype);
    assertThat(made.elements()).isEqualTo(4);
  }

  @Test
  void edgesOfAllRangesAreReached() {
    assertThat(one(DType.INT64, "int:-9223372036854775808..9223372036854775807", 9).longs())
        .doesNotHaveDuplicates();
    assertThat(one(DType.INT64, "int:9223372036854775806..9223372036854775807", 99).longs())
        .containsOnly(Long.MAX_VALUE - 1, Long.MAX_VALUE);
    assertThat(one(DType.INT64, "int:3..3", 2).longs()).containsOnly(3);
    assertThat(one(DType.UINT64, "const:18446744073709551615", 1).longAt(0)).isEqualTo(-1);
    for (float value : one(DType.FLOAT, "float:-1..-0.5", 50).floats()) {
      assertThat(value).isBetween(-1f, -0.5f);
    }
    assertThat(one(DType.FLOAT, "const:1e-3", 1).floatAt(0)).isEqualTo(0.001f);
    assertThat(one(DType.BOOL, "const:true", 2).booleans()).containsOnly(true);
    assertThat(one(DType.INT32, "zeros", 2).ints()).containsOnly(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int64 | random | makes no int64",
        "int64 | float:0..1 | makes no int64",
        "int64 | const:1.5 | makes no int64",
        "int64 | string:a | makes no int64",
        "string | zeros | makes no string",
        "string | int:0..1 | makes no string",
        "bool | const:1 | makes no bool",
        "float | nosuch | makes no float",
        "float | const:NaN | holds no number",
        "int64 | const:1e999999999 | holds no number",
        "int64 | int:0..x | holds no number",
      })
  void aFillThatIsNotForTheTypeIsRefused(String dtype, String fill, String message) {
    Signature signature =
        Specs.one("x", DType.valueOf(dtype.toUpperCase(java.util.Locale.ROOT)), 1);

    assertRefused(
        signature,
        Map.of(),
        Map.of("x", fill),
        "--fill x: '%s' %s; known: ".formatted(fill, message) + Fill.FORMS);
  }

  @Test
  void rangesThatCannotBeAreRefused() {
    Signature bytes = Specs.one("x", DType.INT8, 50);

    assertRefused(
        bytes,
        Map.of(),
        Map.of("x", "int:7"),
        "--fill x: 'int:7' has no range such as int:0..1; known: " + Fill.FORMS);
    assertRefused(
        bytes,
        Map.of(),
        Map.of("x", "int:7..1"),
        "--fill x: 'int:7..1' is no range from a smaller to a larger int64");
    assertRefused(
        bytes, Map.of(), Map.of("x", "const:200"), "--fill x: 200 is out of the range of int8");
  }

  @Test
  void optionsForNoInputAreRefused() {
    Signature signature = Specs.one("x", DType.FLOAT, -1, 3);

    assertRefused(
        signature,
        Map.of("y", "1"),
        Map.of(),
        "--shape y=1: signature 'serving_default' has no such input; it has [x]");
    assertRefused(
        signature,
        Map.of(),
        Map.of("y", "zeros"),
        "--fill y=zeros: signature 'serving_default' has no such input; it has [x]");
  }

  @Test
  void shapesThatDoNotFitAreRefused() {
    Signature signature = Specs.one("x", DType.FLOAT, -1, 3);

    assertRefused(
        signature, Map.of("x", "1x4"), Map.of(), "--shape x=1x4: the signature wants [?, 3]");
    assertRefused(
        signature,
        Map.of("x", "1,3"),
        Map.of(),
        "--shape x=1,3 is no shape such as 1x128, nor 'scalar'");
    assertRefused(
        signature, Map.of("x", "0x3"), Map.of(), "--shape x=0x3: each dimension is 1 or more");
    assertThatThrownBy(() -> make(signature, Map.of("x", "4x3"), Map.of(), 8))
        .hasMessage("--shape x=4x3 has 4 rows, the batch 8: leave one of them 1");
    assertThatThrownBy(() -> make(signature, Map.of(), Map.of(), 0))
        .hasMessage("3 requests of 0 rows: at least one of each is sent");
  }

  @Test
  void theBatchIsTheOpenLeadingDimensionAlone() {
    assertThat(make(Specs.one("x", DType.FLOAT, -1, 3), Map.of(), Map.of(), 8).requests().get(0))
        .hasToString("{x: float[8, 3]}");
    assertThat(make(Specs.one("x", DType.FLOAT, 1, 3), Map.of(), Map.of(), 8).requests().get(0))
        .hasToString("{x: float[1, 3]}");
    assertThat(make(Specs.one("x", DType.FLOAT), Map.of(), Map.of(), 8).requests().get(0))
        .hasToString("{x: float[]}");
    assertThat(
            make(Specs.anyShape("x", DType.FLOAT), Map.of("x", "scalar"), Map.of(), 1)
                .requests()
                .get(0))
        .hasToString("{x: float[]}");
  }

  @Test
  void hugeSetsAreRefusedBeforeTheyFillMemory() {
    assertThatThrownBy(
            () ->
                RequestSets.madeUp(
                    Specs.one("x", DType.FLOAT, -1, 1000000),
                    Map.of(),
                    Map.of("x", "zeros"),
                    1000,
                    1,
                    1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("input 'x': more than ");
  }
}
