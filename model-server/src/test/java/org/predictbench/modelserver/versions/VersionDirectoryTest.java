package org.predictbench.modelserver.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionDirectoryTest {
  @TempDir Path dir;

  @Test
  void namesAreReadAsTheOriginalReadsThem() throws IOException {
    // Java can't name the Arabic seven where the locale is C.
    boolean unicode = System.getProperty("sun.jnu.encoding", "").equalsIgnoreCase("UTF-8");
    String[] names = {
      "00000123", "2 ", " 3", "+4", "-5", "6a", "0x8", "1.0", "- 9", "10 11", "9223372036854775808"
    };
    for (String name : names) {
      Files.createDirectory(dir.resolve(name));
    }
    if (unicode) {
      Files.createDirectory(dir.resolve("\u0667"));
    }

    assertThat(VersionDirectory.below(dir))
        .hasSize(5)
        .containsOnlyKeys(-5L, 2L, 3L, 4L, 123L)
        .containsEntry(2L, new VersionDirectory(2, dir.resolve("2 ")));
  }
}
