package org.predictbench.bench.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private final Redaction redaction = Redaction.of("/home/ann", "/tmp/", "/opt/jdk-17");

  @Test
  void foldersBecomeTheirNamesWhereverAPathBegins() {
    assertThat(redaction.apply("/opt/jdk-17/bin/java -Da=/home/ann/.cache unix:/tmp/x/s.sock"))
        .isEqualTo("$JAVA_HOME/bin/java -Da=~/.cache unix:$TMPDIR/x/s.sock");
    assertThat(redaction.apply("end of its log\n/tmp/a.log: in /home/ann."))
        .doesNotContain("/tmp", "/home/ann");
    assertThat(redaction.apply("/home/ann")).isEqualTo("~");
  }

  @Test
  void anotherFolderThatOnlySharesLettersStays() {
    for (String other :
        new String[] {"/home/anna/x", "/srv/home/ann/x", "/home/ann-2", "/tmp.old/x"}) {
      assertThat(redaction.apply(other)).isEqualTo(other);
    }
  }

  @Test
  void ofFoldersInsideEachOtherTheLongestIsNamed() {
    Redaction nested = Redaction.of("/home/ann", "/home/ann/tmp", "/home/ann/jdk");
    assertThat(nested.apply("/home/ann/jdk/bin:/home/ann/tmp/x:/home/ann/y"))
        .isEqualTo("$JAVA_HOME/bin:$TMPDIR/x:~/y");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "?", ""})
  void aUserWithoutAHomeLosesNoSlashes(String home) {
    Redaction homeless = Redaction.of(home, "/tmp", "/jdk");
    assertThat(homeless.apply("/opt/x /tmp/y ?")).isEqualTo("/opt/x $TMPDIR/y ?");
    assertThat(homeless.restore("~/x")).isEqualTo("~/x");
  }

  @Test
  void jsonIsRedactedAtAnyDepthAndElseUnchanged() throws Exception {
    JsonNode node =
        Json.mapper()
            .readTree("{\"n\": 1, \"a\": [\"x\\n/home/ann/y\", {\"jvm\": \"/opt/jdk-17/bin\"}]}");
    assertThat(redaction.apply(node).toString())
        .isEqualTo("{\"n\":1,\"a\":[\"x\\n~/y\",{\"jvm\":\"$JAVA_HOME/bin\"}]}");
  }

  @Test
  void whatWasRedactedIsRestored() {
    for (String text :
        new String[] {"/home/ann/model", "unix:/tmp/x.sock", "host:8500", "resnet~1"}) {
      assertThat(redaction.restore(redaction.apply(text))).isEqualTo(text);
    }
  }
}
