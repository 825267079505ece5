package org.predictbench.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainOutputTest {
  private static final String TEXT = "573 µs ± 2 – “x”";

  @ParameterizedTest
  @ValueSource(strings = {"ANSI_X3.4-1968", "ISO-8859-1", "US-ASCII", "ISO-8859-9"})
  void withoutUtf8TextIsPlain(String locale) {
    assertThat(printed(PlainOutput.charset(locale), TEXT)).isEqualTo("573 us +- 2 - \"x\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "utf-8"})
  void withUtf8ItStays(String locale) {
    assertThat(printed(PlainOutput.charset(locale), TEXT)).isEqualTo(TEXT);
  }

  @Test
  void aLocaleThatIsNotKnownIsPlain() {
    assertThat(PlainOutput.charset(null)).isEqualTo(StandardCharsets.US_ASCII);
  }

  /** A sign that is new in our tables needs its plain form. */
  @Test
  void everySignOfOurSourcesHasAPlainForm() throws IOException {
    try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
      List<Path> files = sources.filter(file -> file.toString().endsWith(".java")).toList();
      StringBuilder all = new StringBuilder();
      for (Path file : files) {
        all.append(Files.readString(file));
      }
      String signs =
          all.chars()
              .filter(letter -> letter > 127)
              .distinct()
              .mapToObj(Character::toString)
              .collect(Collectors.joining());
      assertThat(signs).contains("µ", "–", "×");
      assertThat(printed(StandardCharsets.US_ASCII, signs)).doesNotContain("?");
    }
  }

  /** However it is printed, picocli's writer included. */
  private static String printed(Charset charset, String text) {
    List<String> ways =
        List.of(
            written(charset, out -> out.print(text)),
            written(charset, out -> out.println(text)),
            written(charset, out -> out.println((Object) text)),
            written(charset, out -> out.printf("%s", text)),
            written(charset, out -> out.append(text)),
            written(charset, out -> PlainOutput.writer(out).printf("%s%n", text)));
    assertThat(ways).containsOnly(ways.get(0));
    return ways.get(0);
  }

  private static String written(Charset charset, java.util.function.Consumer<PlainOutput> print) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PlainOutput out = new PlainOutput(bytes, charset);
    print.accept(out);
    out.flush();
    return bytes.toString(charset).strip();
  }
}
