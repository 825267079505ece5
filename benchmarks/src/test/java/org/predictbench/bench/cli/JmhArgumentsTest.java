package org.predictbench.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.axis.Axis;

/** JMH gets what it takes from arguments spelled as everywhere else in this program. */
class JmhArgumentsTest {

  @Test
  void valuesOfAxesAreSpelledEitherWay() {
    assertThat(
            JmhArguments.prepare(
                "Predict.*", "-p", "encoding=float-val,DIRECT", "-p", "model=fixed-reply"))
        .containsExactly(
            "Predict.*",
            "-p",
            "encoding=FLOAT_VAL,DIRECT",
            "-p",
            "model=fixed-reply",
            "-foe",
            "true");
  }

  @Test
  void whatTheUserSaysOfFailuresStays() {
    assertThat(JmhArguments.prepare("x", "-foe", "false")).containsExactly("x", "-foe", "false");
  }

  @Test
  void anUnknownValueIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> JmhArguments.prepare("x", "-p", "call=nosuch"))
        .isInstanceOf(InputException.class)
        .hasMessage("-p unknown call 'nosuch'; known: blocking, future, async");
  }

  @Test
  void everyValueOfEveryAxisIsListed() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JmhArguments.printValues(new PrintStream(out, true, StandardCharsets.UTF_8));
    assertThat(Axis.all())
        .allSatisfy(
            axis -> {
              for (Axis value : axis.getEnumConstants()) {
                assertThat(out.toString(StandardCharsets.UTF_8))
                    .containsPattern(" -p " + value.axis() + "=\\S*\\b" + value.id());
              }
            });
  }
}
