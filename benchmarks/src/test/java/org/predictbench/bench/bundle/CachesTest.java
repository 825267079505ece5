package org.predictbench.bench.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CachesTest {
  @Test
  void theVariableThatSpeaksOfUsComesFirst() {
    Map<String, String> all =
        Map.of("PREDICTBENCH_CACHE", "/p", "XDG_CACHE_HOME", "/x", "HOME", "/h");
    assertThat(Caches.of(all, "/home/ann")).contains(new Caches(Path.of("/p")));
    assertThat(Caches.of(Map.of("XDG_CACHE_HOME", "/x", "HOME", "/h"), "/home/ann"))
        .contains(new Caches(Path.of("/x/predictbench")));
    assertThat(Caches.of(Map.of("HOME", "/h"), "/home/ann"))
        .contains(new Caches(Path.of("/home/ann/.cache/predictbench")));
  }

  /** The JVM calls the home of a user who is in no list {@code ?}. */
  @Test
  void withoutAHomeInTheListTheVariableCounts() {
    assertThat(Caches.of(Map.of("HOME", "/h"), "?"))
        .contains(new Caches(Path.of("/h/.cache/predictbench")));
    assertThat(Caches.of(Map.of(), "?")).isEmpty();
    assertThat(Caches.of(Map.of("HOME", "", "PREDICTBENCH_CACHE", " "), "")).isEmpty();
  }
}
