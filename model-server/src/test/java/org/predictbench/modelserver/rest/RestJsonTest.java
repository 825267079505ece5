package org.predictbench.modelserver.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.serving.full.Input;
import org.predictbench.serving.full.PredictRequest;
import org.predictbench.serving.full.tensorflow.DataType;
import org.predictbench.serving.full.tensorflow.TensorProto;
import org.predictbench.serving.full.tensorflow.TensorShapeProto;
import org.tensorflow.proto.TensorInfo;

/** JSON bodies to tensors and back, and the words with which a bad body is refused. */
class RestJsonTest {
  @Test
  void rowsBecomeOneTensorAnInput() {
    PredictRequest request =
        read(
            "{\"instances\": [{\"a\": [1, 2], \"b\": \"x\"}, {\"a\": [3, 4], \"b\": \"y\"}]}",
            Map.of("a", DataType.DT_FLOAT, "b", DataType.DT_STRING));

    TensorProto a = request.getInputsOrThrow("a");
    assertThat(a.getFloatValList()).containsExactly(1f, 2f, 3f, 4f);
    assertThat(sizes(a)).containsExactly(2L, 2L);
    TensorProto b = request.getInputsOrThrow("b");
    assertThat(b.getStringValList())
        .containsExactly(ByteString.copyFromUtf8("x"), ByteString.copyFromUtf8("y"));
    assertThat(sizes(b)).containsExactly(2L);
  }

  @Test
  void base64BecomesBytes() {
    PredictRequest request =
        read("{\"instances\": [{\"b64\": \"/wA=\"}]}", Map.of("x", DataType.DT_STRING));

    assertThat(request.getInputsOrThrow("x").getStringVal(0).toByteArray())
        .containsExactly(0xff, 0);
  }

  @ParameterizedTest
  @CsvSource({"/w==", "/w", "/w..", "' / w = = '", "'\n/w'"})
  void base64IsTakenAsAbseilTakesIt(String text) {
    PredictRequest request =
        read(
            "{\"instances\": [{\"b64\": \"" + text.replace("\n", "\\n") + "\"}]}",
            Map.of("x", DataType.DT_STRING));

    assertThat(request.getInputsOrThrow("x").getStringVal(0).toByteArray()).containsExactly(0xff);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-_-_", "/w=", "/w===", "/", "/w==A", "QUJD=", "QUJD====", "\u00e9AAA"})
  void otherBase64IsRefused(String text) {
    assertThatThrownBy(
            () ->
                read(
                    "{\"inputs\": [{\"b64\": \"" + text + "\"}]}", Map.of("x", DataType.DT_STRING)))
        .hasMessage("Unable to base64 decode");
  }

  @Test
  void stringsMayBeNoUtf8() {
    byte[] body = "{\"inputs\": [\"caf\u00e9\"]}".getBytes(ISO_8859_1);
    PredictRequest.Builder request = PredictRequest.newBuilder();
    PredictJson.fill(json(body), inputs(Map.of("x", DataType.DT_STRING)), request);

    assertThat(request.build().getInputsOrThrow("x").getStringVal(0).toByteArray())
        .isEqualTo("caf\u00e9".getBytes(ISO_8859_1));
  }

  @Test
  void ofInstancesGivenTwiceTheFirstCount() {
    PredictRequest request =
        read("{\"instances\": [1.0], \"instances\": [2.0]}", Map.of("x", DataType.DT_FLOAT));

    assertThat(request.getInputsOrThrow("x").getFloatValList()).containsExactly(1f);
  }

  @Test
  void ofAFeatureGivenTwiceTheLastCounts() {
    Input input = ExamplesJson.input(json("{\"examples\": [{\"a\": 1, \"a\": 2}]}"));

    assertThat(
            input
                .getExampleList()
                .getExamples(0)
                .getFeatures()
                .getFeatureOrThrow("a")
                .getInt64List()
                .getValueList())
        .containsExactly(2L);
  }

  @Test
  void anIntegerBeyond64BitsIsAFloatFeature() {
    Input input = ExamplesJson.input(json("{\"examples\": [{\"a\": 18446744073709551616}]}"));

    assertThat(
            input
                .getExampleList()
                .getExamples(0)
                .getFeatures()
                .getFeatureOrThrow("a")
                .getFloatList()
                .getValueList())
        .containsExactly(1.8446744E19f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DT_FLOAT | 1e39 | Cannot convert JSON value: 1e+39 to float without loss of precision.",
        "DT_FLOAT | 16777216 | Cannot convert JSON value: 16777216 to float without loss",
        "DT_DOUBLE | 9007199254740992 | Cannot convert JSON value: 9007199254740992 to double",
        "DT_STRING | 1e10 | JSON Value: 1e+10 Type: Number is not of expected type: string",
        "DT_STRING | 0.1 | JSON Value: 0.1 Type: Number is not of expected type: string",
        "DT_STRING | Infinity | JSON Value: Infinity Type: Number is not of expected type",
        "DT_FLOAT | null | JSON Value: null Type: Null is not of expected type: float",
      })
  void numbersAreQuotedAsTheOriginalQuotesThem(DataType type, String value, String message) {
    assertThatThrownBy(() -> read("{\"inputs\": [" + value + "]}", Map.of("x", type)))
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1e10 | 10000000000.0",
        "1e21 | 1e21",
        "123e18 | 123000000000000000000.0",
        "1.5e-6 | 0.0000015",
        "1.5e-7 | 1.5e-7",
        "-0.0 | -0.0",
        "0.0 | 0.0",
        "12.5 | 12.5",
        "1e300 | 1e300"
      })
  void numbersInListsAreQuotedAsRapidJsonWritesThem(String number, String quoted) {
    assertThatThrownBy(() -> JsonText.parseObject(("[" + number + "]").getBytes(UTF_8)))
        .hasMessage("JSON Value: [" + quoted + "] Is not object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DT_INT32 | [2147483647] | true",
        "DT_INT32 | [2147483648] | false",
        "DT_INT32 | [1.5] | false",
        "DT_INT64 | [-9223372036854775808] | true",
        "DT_INT64 | [9223372036854775808] | false",
        "DT_UINT32 | [4294967295] | true",
        "DT_UINT32 | [4294967296] | false",
        "DT_UINT64 | [18446744073709551615] | true",
        "DT_UINT64 | [18446744073709551616] | false",
        "DT_UINT64 | [-1] | false",
        "DT_BOOL | [true] | true",
        "DT_BOOL | [1] | false",
        "DT_FLOAT | [NaN] | true",
        "DT_FLOAT | [\"1\"] | false",
        "DT_STRING | [\"1\"] | true",
        "DT_STRING | [1] | false",
      })
  void anElementMustFitItsType(DataType type, String values, boolean fits) {
    String body = "{\"instances\": " + values + "}";
    if (fits) {
      assertThat(sizes(read(body, Map.of("x", type)).getInputsOrThrow("x"))).containsExactly(1L);
    } else {
      assertThatThrownBy(() -> read(body, Map.of("x", type)))
          .hasMessageContaining("is not of expected type: ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | Missing 'inputs' or 'instances' key",
        "{\"instances\": 1} | Expecting 'instances' to be an list/array",
        "{\"instances\": []} | No values in 'instances' array",
        "{\"instances\": [1], \"inputs\": [1]} | expecting only one of 'inputs' or 'instances'",
        "{\"instances\": [[1], [1, 2]]} | Expecting tensor size: 1 but got: 2",
        "{\"instances\": [[[1, 2], [3]]]} | unexpected size: 1 at level: 1 expected size: 2",
        "{\"instances\": [{\"y\": 1}]} | does not have named input: y",
        "{\"instances\": [1, {\"x\": 1}]} | Expecting value/list but got object at item 1",
        "{\"inputs\": {\"y\": 1}} | Missing named input: x in 'inputs' object.",
      })
  void badBodiesAreRefusedWithTheirReason(String body, String reason) {
    assertThatThrownBy(() -> read(body, Map.of("x", DataType.DT_FLOAT)))
        .hasMessageContaining(reason);
  }

  @Test
  void whatIsNoJsonObjectIsRefused() {
    assertThatThrownBy(() -> JsonText.parseObject(new byte[0]))
        .hasMessage("JSON Parse error: The document is empty");
    assertThatThrownBy(() -> JsonText.parseObject("  ".getBytes(UTF_8)))
        .hasMessage("JSON Parse error: The document is empty. at offset: 2");
    assertThatThrownBy(() -> JsonText.parseObject("[1]".getBytes(UTF_8)))
        .hasMessage("JSON Value: [1] Is not object");
    assertThatThrownBy(() -> JsonText.parseObject("{\"a\": }".getBytes(UTF_8)))
        .hasMessage("JSON Parse error: Invalid value. at offset: 6");
  }

  @Test
  void aLongValueIsQuotedInPart() {
    String text = JsonText.quote(json("{\"a\": [" + "1, ".repeat(1000) + "1]}"));

    assertThat(text.length()).isBetween(256, 260);
  }

  @Test
  void severalOutputsAreObjectsAndBytesAreBase64() {
    Map<String, TensorProto> outputs =
        Map.of(
            "scores", tensor(DataType.DT_FLOAT, 2, 1).addFloatVal(1).addFloatVal(0.5f).build(),
            "raw_bytes",
                tensor(DataType.DT_STRING, 2)
                    .addStringVal(ByteString.copyFrom(new byte[] {(byte) 0xff, 0}))
                    .addStringVal(ByteString.EMPTY)
                    .build());

    assertThat(json(ResponseJson.rows(outputs)))
        .isEqualTo(
            json(
                "{\"predictions\": [{\"raw_bytes\": {\"b64\": \"/wA=\"}, \"scores\": [1.0]},"
                    + " {\"raw_bytes\": {\"b64\": \"\"}, \"scores\": [0.5]}]}"));
  }

  @Test
  void outputsThatAreNoRowsAreRefused() {
    assertThatThrownBy(
            () -> ResponseJson.rows(Map.of("y", tensor(DataType.DT_FLOAT).addFloatVal(1).build())))
        .hasMessage("Tensor name: y has no shape information ");
    Map<String, TensorProto> unequal = new TreeMap<>();
    unequal.put("a", tensor(DataType.DT_FLOAT, 1).addFloatVal(1).build());
    unequal.put("b", tensor(DataType.DT_FLOAT, 2).addFloatVal(1).addFloatVal(2).build());
    assertThatThrownBy(() -> ResponseJson.rows(unequal))
        .hasMessage("Tensor name: b has inconsistent batch size: 2 expecting: 1");
    assertThatThrownBy(() -> ResponseJson.columns(Map.of()))
        .hasMessage("Cannot convert empty tensor map to JSON");
  }

  @Test
  void stringsAreEscapedByteByByte() {
    byte[] text = "a\"\\\n\u0001é".getBytes(UTF_8);

    String json = new String(new PrettyJson().string(text).toByteArray(), UTF_8);

    assertThat(json).isEqualTo("\"a\\\"\\\\\\n\\u0001é\"");
  }

  private static PredictRequest read(String body, Map<String, DataType> types) {
    PredictRequest.Builder request = PredictRequest.newBuilder();
    PredictJson.fill(json(body), inputs(types), request);
    return request.build();
  }

  private static SortedMap<String, TensorInfo> inputs(Map<String, DataType> types) {
    SortedMap<String, TensorInfo> inputs = new TreeMap<>();
    types.forEach(
        (name, type) ->
            inputs.put(name, TensorInfo.newBuilder().setDtypeValue(type.getNumber()).build()));
    return inputs;
  }

  private static JsonNode json(String text) {
    return json(text.getBytes(UTF_8));
  }

  private static JsonNode json(byte[] text) {
    return JsonText.parseObject(text);
  }

  private static TensorProto.Builder tensor(DataType type, long... sizes) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDtype(type);
    for (long size : sizes) {
      tensor.getTensorShapeBuilder().addDimBuilder().setSize(size);
    }
    return tensor;
  }

  private static Iterable<Long> sizes(TensorProto tensor) {
    return tensor.getTensorShape().getDimList().stream()
        .map(TensorShapeProto.Dim::getSize)
        .toList();
  }
}
