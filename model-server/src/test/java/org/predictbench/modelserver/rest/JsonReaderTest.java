package org.predictbench.modelserver.rest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which texts are JSON, and what they mean, where parsers differ. */
class JsonReaderTest {
  @Test
  void valuesOfEveryKind() throws Exception {
    String text =
        """
        {"a": [1, -2, 3.5, 1e3, -0.25E-2, 4294967296, -9223372036854775808],
         "b": {"c": null, "d": true, "e": false, "": {}}, "f": [],
         "g": "\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é"}\
        """;
    assertThat(read(text)).isEqualTo(new ObjectMapper().readTree(text));
  }

  @Test
  void doublesAreReadToTheLastDigit() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(read(Double.toString(value)).doubleValue()).isEqualTo(value);
      }
      double plain = random.nextInt(-1_000_000, 1_000_000) / 1000.0;
      String text = String.format(Locale.ROOT, "%.3f", plain);
      assertThat(read(text).doubleValue()).isEqualTo(plain);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, NaN",
    "-NaN, NaN",
    "Inf, Infinity",
    "Infinity, Infinity",
    "-Inf, -Infinity",
    "-Infinity, -Infinity",
    "18446744073709551616, 1.8446744073709552E19",
    "-9223372036854775809, -9.223372036854775808E18",
    "1e308, 1E308",
    "1e-400, 0",
    "-0.0, -0.0",
    "0.1e1, 1",
    "123456789012345678901234567890, 1.2345678901234568E29"
  })
  void numbersThatAreDoubles(String text, double value) {
    JsonNode node = read(text);
    assertThat(node.isFloatingPointNumber()).isTrue();
    assertThat(node.doubleValue()).isEqualTo(Double.valueOf(value));
  }

  @ParameterizedTest
  @CsvSource({"0", "-1", "2147483648", "9223372036854775808", "18446744073709551615"})
  void numbersThatAreIntegers(String text) {
    assertThat(read(text).isIntegralNumber()).isTrue();
    assertThat(read(text).asText()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "` ` | The document is empty. at offset: 1",
        "nul | Invalid value. at offset: 3",
        "nool | Invalid value. at offset: 1",
        "{\"a\": } | Invalid value. at offset: 6",
        "[1,] | Invalid value. at offset: 3",
        "[1 2] | Missing a comma or ] after an array element. at offset: 3",
        "[1 | Missing a comma or ] after an array element. at offset: 2",
        "{\"a\" 1} | Missing a colon after a name of object member. at offset: 5",
        "{\"a\":1 \"b\"} | Missing a comma or } after an object member. at offset: 7",
        "{a:1} | Missing a name for object member. at offset: 1",
        "{\"a\":1,} | Missing a name for object member. at offset: 7",
        "\"a | Missing a closing quotation mark in string. at offset: 2",
        "\"\\x\" | Invalid escape character in string. at offset: 1",
        "\"\\u12g4\" | Incorrect hex digit after \\u escape in string. at offset: 1",
        "\"\\ud800\" | The surrogate pair in string is invalid. at offset: 1",
        "\"a\\ud800\\u0041\" | The surrogate pair in string is invalid. at offset: 2",
        "[1e400] | Number too big to be stored in double. at offset: 1",
        "1.8e308 | Number too big to be stored in double. at offset: 0",
        "1. | Miss fraction part in number. at offset: 2",
        "1e+ | Miss exponent in number. at offset: 3",
        "-a | Invalid value. at offset: 1",
        "+1 | Invalid value. at offset: 0",
        "Infinite | Invalid value. at offset: 7",
      })
  void othersAreRefused(String text, String reason) {
    assertThatThrownBy(() -> read(text)).hasMessage("JSON Parse error: " + reason);
  }

  @Test
  void stringsHoldAnyBytes() {
    JsonNode latin1 = JsonReader.read("\"caf\u00e9\"".getBytes(ISO_8859_1));
    assertThat(((BinaryNode) latin1).binaryValue()).isEqualTo("caf\u00e9".getBytes(ISO_8859_1));
    JsonNode low = read("\"\\udc00\"");
    assertThat(((BinaryNode) low).binaryValue())
        .containsExactly((byte) 0xed, (byte) 0xb0, (byte) 0x80);
    assertThat(read("\"\\u0000\"").textValue()).isEqualTo("\0");
  }

  @Test
  void ofAKeyThatComesTwiceTheFirstCounts() {
    JsonNode object = read("{\"a\": 1, \"b\": 2, \"a\": 3}");

    assertThat(object.get("a").intValue()).isEqualTo(1);
    assertThat(RepeatedKeys.members(object))
        .extracting(member -> member.getKey() + member.getValue())
        .isEqualTo(List.of("a1", "b2", "a3"));
  }

  @Test
  void whatFollowsTheValueIsIgnored() {
    assertThat(read("\ufeff {} x")).isEmpty();
  }

  @Test
  void aThousandLevelsAreRead() {
    assertThat(read("[".repeat(1000) + "]".repeat(1000)).isArray()).isTrue();
    assertThatThrownBy(() -> read("[".repeat(200_000)))
        .hasMessage("JSON Parse error: More than 1000 levels. at offset: 1000");
  }

  private static JsonNode read(String text) {
    return JsonReader.read(text.getBytes(UTF_8));
  }
}
