package org.predictbench.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StacksTest {
  @TempDir private Path folder;

  @Test
  void keepWhatALibraryIsCalledAndNotWhereItLay() throws Exception {
    Stacks unpacked =
        new Stacks(
            Map.of(
                "[pool-1];/tmp/libnetty_epoll_x86_6418056434.so (deleted);recv", 2L,
                "[pool-2];/tmp/libnetty_epoll_x86_649385482.so (deleted);recv", 3L,
                "[java];/home/ann/.cache/jars/model-server-5b6.jar/libjni.so", 5L,
                "[java];/usr/lib/libstdc++.so.6.0.30;a.b/c.d", 7L));
    Path file = Files.write(folder.resolve("a.collapsed.gz"), unpacked.gzipped());

    assertThat(Stacks.read(file).weights())
        .isEqualTo(
            Map.of(
                "[pool-*];libnetty_epoll_x86_64.so;recv", 5L,
                "[java];libjni.so", 5L,
                "[java];libstdc++.so.6.0.30;a.b/c.d", 7L));
  }
}
