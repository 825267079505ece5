package org.predictbench.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadyLineTest {
  private static final ReadyLine ALL =
      new ReadyLine(
          8500,
          OptionalInt.of(8501),
          Optional.of("/tmp/a \"b\\c/s.sock"),
          42,
          "half_plus_two",
          7,
          Optional.of("half_plus_two.stub"),
          "2.18.0",
          2,
          1,
          "17.0.15+6\u0007é");

  private static final ReadyLine NONE =
      new ReadyLine(
          1,
          OptionalInt.empty(),
          Optional.empty(),
          42,
          "",
          -1,
          Optional.empty(),
          "2.18.0",
          0,
          0,
          "17");

  @Test
  void readsWhatItWrites() {
    assertThat(ReadyLine.parse(ALL.format())).isEqualTo(ALL);
    assertThat(ReadyLine.parse(NONE.format())).isEqualTo(NONE);
  }

  @Test
  void isOneLineOfJson() {
    assertThat(ALL.format()).hasLineCount(1).contains("\"model\":\"half_plus_two\",\"version\":7,");
    assertThat(NONE.format())
        .isEqualTo(
            "READY {\"port\":1,\"rest_port\":null,\"socket\":null,\"pid\":42,\"model\":\"\","
                + "\"version\":-1,\"stub_model\":null,\"tensorflow\":\"2.18.0\",\"intra_op\":0,"
                + "\"inter_op\":0,\"java\":\"17\"}");
  }

  @Test
  void onlyThePortMustBeThere() {
    ReadyLine line = ReadyLine.parse("READY {\"port\":1,\"more\":{\"a\":[1]},\"version\":\"x\"}");
    assertThat(line)
        .isEqualTo(
            new ReadyLine(
                1,
                OptionalInt.empty(),
                Optional.empty(),
                -1,
                "unknown",
                -1,
                Optional.empty(),
                "unknown",
                -1,
                -1,
                "unknown"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "READY {port",
        "READY ",
        "READY 8500",
        "READY {}",
        "READY {\"port\":1",
        "READY {\"port\":70000}"
      })
  void whatCannotBeUsedIsQuoted(String line) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReadyLine.parse(line))
        .withMessageEndingWith("'" + line + "'");
  }
}
