package org.predictbench.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.Redaction;

class PlanFolderTest {
  @TempDir private Path folder;

  /**
   * The harness writes by the path as it was given, and reads by the suite that it has recorded.
   */
  @Test
  void aRedactedModelIsTheSameModel() {
    PlanFolder plans = new PlanFolder(folder);
    String model = folder.resolve("m").toString();
    String redacted = Redaction.ofThisJvm().apply(model);

    assertThat(redacted).isNotEqualTo(model);
    assertThat(plans.of(redacted)).isEqualTo(plans.of(model));
    assertThat(plans.of("m/Aa")).isNotEqualTo(plans.of("m/BB"));
  }
}
