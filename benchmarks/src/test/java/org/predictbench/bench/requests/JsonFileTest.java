package org.predictbench.bench.requests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

class JsonFileTest {
  private static final Signature IDS =
      new Specs().and("ids", DType.INT64, -1, 3).and("mask", DType.BOOL, -1).signature();

  @TempDir Path folder;

  private RequestSet open(String json, Signature signature) throws IOException {
    return RequestSets.open(file(json), signature);
  }

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("requests.json"), json);
  }

  private Inputs only(String json, Signature signature) throws IOException {
    List<Inputs> requests = open(json, signature).requests();
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }

  private void assertRefused(String json, Signature signature, String message) throws IOException {
    Path file = file(json);
    assertThatThrownBy(() -> RequestSets.open(file, signature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": " + message);
  }

  @Test
  void rowsBecomeABatch() throws IOException {
    Inputs inputs =
        only(
            """
            {"instances": [{"ids": [1, 2, 3], "mask": true}, {"mask": false, "ids": [4, 5, 6]}]}
            """,
            IDS);

    assertThat(inputs).hasToString("{ids: int64[2, 3], mask: bool[2]}");
    assertThat(inputs.tensor("ids").longs()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(inputs.tensor("mask").booleans()).containsExactly(true, false);
  }

  @Test
  void columnsAreTensorsAsTheyStand() throws IOException {
    Inputs inputs = only("{\"inputs\": {\"mask\": [true], \"ids\": [[1, 2, 3]]}}", IDS);

    // In the signature's order.
    assertThat(inputs).hasToString("{ids: int64[1, 3], mask: bool[1]}");
  }

  @Test
  void aModelOfOneInputNeedsNoName() throws IOException {
    Signature floats = Specs.one("x", DType.FLOAT, -1);

    assertThat(only("{\"instances\": [1.5, 2, -3e2]}", floats).tensor("x").floats())
        .containsExactly(1.5f, 2, -300);
    assertThat(only("{\"inputs\": [1.5]}", floats)).hasToString("{x: float[1]}");
    assertThat(only("{\"inputs\": 7}", Specs.one("x", DType.FLOAT))).hasToString("{x: float[]}");
  }

  @Test
  void bytesAreBase64AndStringsUtf8() throws IOException {
    Signature strings = Specs.one("s", DType.STRING, -1);

    Tensor read =
        only("{\"instances\": [{\"b64\": \"/wA=\"}, \"\\u00fc\", {\"s\": \"a\"}]}", strings)
            .tensor("s");

    assertThat(read.strings()).isDeepEqualTo(new byte[][] {{-1, 0}, "ü".getBytes(UTF_8), {'a'}});
  }

  @Test
  void bodiesFollowOneAnotherOrAreAList() throws IOException {
    Signature floats = Specs.one("x", DType.FLOAT, -1);

    assertThat(open("{\"inputs\":[1]}\n{\"inputs\":[1,2]}\n", floats).summary())
        .isEqualTo("2 requests, 2 shapes, median 8 B");
    assertThat(open("[{\"inputs\":[1]},{\"instances\":[3]},{\"inputs\":[2]}]", floats).requests())
        .hasSize(3);
  }

  @Test
  void bodiesOfOtherSignaturesAreLeftOutAndCounted() throws IOException {
    String bodies =
        """
        {"inputs": {"image": ["?"]}, "signature_name": "jpeg"}
        {"inputs": [1]}
        {"signature_name": "jpeg", "instances": []}
        {"inputs": [2], "signature_name": "serving_default", "unknown": {"a": [1]}}
        """;

    RequestSet set = open(bodies, Specs.one("x", DType.INT32, -1));

    assertThat(set.requests()).hasSize(2);
    assertThat(set.notes()).containsExactly("2 requests of signature 'jpeg' were left out");
    assertRefused(
        bodies,
        new Specs().and("x", DType.INT32).signature("nosuch"),
        "no request is of signature 'nosuch'; there are 'jpeg', 'serving_default'");
  }

  @Test
  void integersOfEveryWidthAreTakenToTheirEdges() throws IOException {
    Signature signature =
        new Specs()
            .and("i8", DType.INT8, 2)
            .and("u8", DType.UINT8, 2)
            .and("u32", DType.UINT32, 1)
            .and("u64", DType.UINT64, 1)
            .and("h", DType.HALF, 3)
            .and("b", DType.BFLOAT16, 2)
            .signature();

    Inputs inputs =
        only(
            """
            {"inputs": {"i8": [-128, 127], "u8": [0, 255], "u32": [4294967295],
             "u64": [18446744073709551615], "h": [65504, 1e-7, -0.1], "b": [1.00390625, 3e38]}}
            """,
            signature);

    assertThat(inputs.tensor("i8").longAt(0)).isEqualTo(-128);
    assertThat(inputs.tensor("u8").longAt(1)).isEqualTo(255);
    assertThat(inputs.tensor("u32").longAt(0)).isEqualTo(4294967295L);
    assertThat(inputs.tensor("u64").longAt(0)).isEqualTo(-1);
    // As numpy.float16 rounds; 2^-23.25 is nearest to two of the least halves.
    assertThat(inputs.tensor("h").longAt(0)).isEqualTo(0x7bff);
    assertThat(inputs.tensor("h").longAt(1)).isEqualTo(0x0002);
    assertThat(inputs.tensor("h").longAt(2)).isEqualTo(0xae66);
    assertThat(inputs.tensor("b").longAt(0)).isEqualTo(0x3f80);
    assertThat(inputs.tensor("b").longAt(1)).isEqualTo(0x7f62);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int64   | 1.5                  | wants int64, not 1.5",
        "int64   | 1e3                  | wants int64, not 1e3",
        "int64   | 9223372036854775808  | 9223372036854775808 is out of the range of int64",
        "int8    | 128                  | 128 is out of the range of int8",
        "uint8   | -1                   | -1 is out of the range of uint8",
        "uint32  | 4294967296           | 4294967296 is out of the range of uint32",
        "uint64  | 18446744073709551616 | 18446744073709551616 is out of the range of uint64",
        "uint64  | -1                   | -1 is out of the range of uint64",
        "float   | 1e39                 | 1.0E39 is out of the range of float",
        "double  | 1e400                | a number beyond the range of double",
        "half    | 65520                | 65520.0 is out of the range of half",
        "float   | \"1\"                | wants float, not a string",
        "float   | true                 | wants float, not true",
        "float   | null                 | wants float, not null",
        "bool    | 1                    | wants bool, not 1",
        "string  | 1                    | wants string, not 1",
        "float   | {\"a\": 1}           | wants float, not an object; bytes are {\"b64\": \"...\"}",
        "float   | {\"b64\": \"AA==\"}  | wants float, not a string",
        "string  | {\"b64\": 1}         | \"b64\" wants a string",
        "string  | {\"b64\":\"-_-_\"}   | \"b64\" is no base64: Illegal base64 character 2d",
        "string  | {\"b64\":\"\",\"a\":1} | an object with \"b64\" has no other keys",
        "string  | \"\\ud800\"          | a string with half a surrogate pair",
      })
  void whatTheTypeDoesNotHoldIsRefused(String dtype, String value, String message)
      throws IOException {
    assertRefused(
        "{\"inputs\": {\"x\": [" + value + "]}}",
        Specs.one("x", DType.valueOf(dtype.toUpperCase(java.util.Locale.ROOT)), -1),
        "request 1: input 'x': " + message);
  }

  @Test
  void whatDoesNotFitTheSignatureIsRefused() throws IOException {
    assertRefused(
        "{\"inputs\": {\"ids\": [[1,2,3]], \"mask\": [true]}}\n"
            + "{\"inputs\": {\"ids\": [[1,2]], \"mask\": [true]}}",
        IDS,
        "request 2: input 'ids' has shape [1, 2], the signature wants [?, 3]");
    assertRefused("{\"inputs\": {\"ids\": [[1,2,3]]}}", IDS, "request 1: lacks input 'mask'");
    assertRefused(
        "{\"instances\": [{\"ids\": [1,2,3], \"mask\": true}, {\"ids\": [1,2,3]}]}",
        IDS,
        "request 1: instance 2: lacks input 'mask'");
    assertRefused(
        "{\"inputs\": {\"tokens\": [1]}}",
        IDS,
        "request 1: input 'tokens' is not in signature 'serving_default', which has 'ids', 'mask'");
    assertRefused(
        "{\"instances\": [[1,2,3]]}",
        IDS,
        "request 1: instance 1: a value without a name, where signature 'serving_default' has"
            + " 'ids', 'mask'");
  }

  @Test
  void raggedListsAreRefused() throws IOException {
    Signature matrix = Specs.one("x", DType.FLOAT, -1, -1);

    assertRefused(
        "{\"inputs\": [[1, 2], [3]]}",
        matrix,
        "request 1: input 'x': a list of 1 where others have 2");
    assertRefused(
        "{\"inputs\": [[1], 2]}", matrix, "request 1: input 'x': values at depth 2 and at depth 1");
    assertRefused(
        "{\"inputs\": [[1], [[2]]]}",
        matrix,
        "request 1: input 'x': a list at depth 3, where others have values");
    assertThat(only("{\"inputs\": [[], []]}", matrix)).hasToString("{x: float[2, 0]}");
  }

  @Test
  void aBodyWithoutTensorsOrWithTwoOfThemIsRefused() throws IOException {
    Signature floats = Specs.one("x", DType.FLOAT, -1);
    String none =
        "request 1: has none, or too many, of 'instances', 'inputs' (REST) and 'data'"
            + " (perf_analyzer)";

    assertRefused("{\"examples\": [{}]}", floats, none);
    assertRefused("{\"inputs\": [1], \"data\": []}", floats, none);
    assertRefused(
        "{\"inputs\": [1], \"instances\": [1]}",
        floats,
        "request 1: has both 'instances' and 'inputs': one of them is sent");
    assertRefused(
        "{\"instances\": []}", floats, "request 1: 'instances' is empty: at least one row is sent");
    assertRefused(
        "[[1, 2]]", floats, "request 1: is no object; a request is {\"instances\": [...]}");
    assertRefused("[]", floats, "holds no request");
  }

  @Test
  void whatIsNoJsonIsRefusedInOneLine() throws IOException {
    Signature floats = Specs.one("x", DType.FLOAT, -1);

    assertRefused("{\"inputs\": [1", floats, "ends in the middle of a value");
    assertRefused("{\"inputs\": [nil]}", floats, "line 1, column 13: Unrecognized token 'nil'");
    assertRefused(
        "{\"inputs\": [1],\n \"inputs\": [2]}",
        floats,
        "line 2, column 10: Duplicate field 'inputs'");
    Path latin1 = folder.resolve("latin1.json");
    Files.write(latin1, "{\"inputs\": [\"caf\u00e9\"]}".getBytes(ISO_8859_1));
    assertThatThrownBy(() -> RequestSets.open(latin1, Specs.one("x", DType.STRING, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(latin1 + ": line 1")
        .hasMessageContaining("UTF-8");
  }

  /** JSON has no such numbers, and TensorFlow Serving takes them. */
  @Test
  void numbersThatAreNoneAreRead() throws IOException {
    float[] three = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    Path file = file("{\"inputs\": [NaN, Infinity, -Infinity]}");

    RequestSet read = RequestSets.open(file, Specs.one("x", DType.FLOAT, -1));
    assertThat(read.requests().get(0).tensor(0).floats()).containsExactly(three);
  }

  @Test
  void deepListsAreRefused() throws IOException {
    Path file = file("{\"inputs\": " + "[".repeat(1_000_000));

    assertThatThrownBy(() -> RequestSets.open(file, Specs.one("x", DType.FLOAT, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": Document nesting depth (301) exceeds the maximum allowed (300)");
  }

  @Test
  void numbersOfAMillionDigitsAreRefused() throws IOException {
    Path file = file("{\"inputs\": [" + "9".repeat(1_000_000) + "]}");

    assertThatThrownBy(() -> RequestSets.open(file, Specs.one("x", DType.INT64, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": Number value length (1000000) exceeds the maximum allowed (1000)");
  }

  @Test
  void stepsOfPerfAnalyzerAreFlatAndHaveTheSignaturesShape() throws IOException {
    Signature signature =
        new Specs().and("INPUT0", DType.INT32, 2, 2).and("INPUT1", DType.FLOAT, -1, 2).signature();

    RequestSet set =
        open(
            """
            {"data": [
               {"INPUT0": [1, 2, 3, 4], "INPUT1": [1, 2]},
               {"INPUT1": {"b64": "AACAPwAAAEAAAEBAAACAQA=="}, "INPUT0": [[5, 6], [7, 8]]}
             ], "validation_data": [{"OUTPUT0": [0]}]}
            """,
            signature);

    assertThat(set.requests().get(0)).hasToString("{INPUT0: int32[2, 2], INPUT1: float[1, 2]}");
    assertThat(set.requests().get(1)).hasToString("{INPUT0: int32[2, 2], INPUT1: float[2, 2]}");
    assertThat(set.requests().get(1).tensor("INPUT1").floats()).containsExactly(1, 2, 3, 4);
  }

  @Test
  void stepsMayNameTheirShapesAndComeInStreams() throws IOException {
    RequestSet set =
        open(
            """
            {"data": [
               [{"x": {"content": [1, 2, 3, 4], "shape": [4, 1]}}, {"x": [[[1], [2], [3]]]}],
               [{"x": {"shape": [1, 2, 2], "content": {"b64": "AAAAAAEAAAACAAAAAwAAAA=="}}}]
            ]}
            """,
            Specs.one("x", DType.INT32, -1, -1, -1));

    assertThat(set.requests())
        .hasToString("[{x: int32[1, 4, 1]}, {x: int32[1, 3, 1]}, {x: int32[1, 2, 2]}]");
  }

  @Test
  void stringsOfPerfAnalyzerHaveTheirLengthsBeforeThem() throws IOException {
    // 2, 'a', 'b', 0.
    Tensor read =
        only(
                "{\"data\": [{\"s\": {\"b64\": \"AgAAAGFiAAAAAA==\"}}]}",
                Specs.one("s", DType.STRING, -1))
            .tensor("s");

    assertThat(read.strings()).isDeepEqualTo(new byte[][] {{'a', 'b'}, {}});
    assertRefused(
        "{\"data\": [{\"s\": {\"b64\": \"/////2FiAAAAAA==\"}}]}",
        Specs.one("s", DType.STRING, -1),
        "request 1: input 's': strings in \"b64\" are each a length of 4 bytes and the bytes");
  }

  @Test
  void stepsThatDoNotFitAreRefused() throws IOException {
    Signature signature = Specs.one("x", DType.INT32, -1, 3);

    assertRefused(
        "{\"data\": [{\"x\": [1, 2, 3]}, {\"x\": [1, 2]}]}",
        signature,
        "request 2: input 'x': 2 values do not fill [?, 3]");
    assertRefused("{\"data\": [{}]}", signature, "request 1: lacks input 'x': there are none");
    assertRefused("{\"data\": [7]}", signature, "request 1: a step is an object of inputs, not 7");
    assertRefused(
        "{\"data\": [{\"x\": {\"content\": [1], \"shape\": [-1]}}]}",
        signature,
        "request 1: input 'x': a dimension of -1");
    assertRefused(
        "{\"data\": [{\"x\": [1]}]}",
        Specs.anyShape("x", DType.INT32),
        "request 1: input 'x': needs a \"shape\": the signature has none");
  }
}
