package org.predictbench.modelserver.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetryingVersionLoaderTest {
  private final FakeLoader loader = new FakeLoader();
  private final List<Long> sleeps = new ArrayList<>();
  private final VersionDirectory directory = new VersionDirectory(1, Path.of("/m/1"));

  @Test
  void triesAgainUntilItLoads() throws IOException {
    loader.setBroken("m/1", true);
    loader.onLoad(() -> loader.setBroken("m/1", loader.loads().size() < 3));

    var loaded = new RetryingVersionLoader(loader, 5, 1000, sleeps::add).load("m", directory);

    assertThat(loaded.version()).isEqualTo(1);
    assertThat(loader.loads()).hasSize(3);
    assertThat(sleeps).containsExactly(1000L, 1000L);
  }

  @Test
  void givesUpAfterTheLastRetryWithTheLoadersOwnError() {
    loader.setBroken("m/1", true);

    assertThatThrownBy(
            () -> new RetryingVersionLoader(loader, 2, -1, sleeps::add).load("m", directory))
        .hasMessage("no graph in m/1");
    assertThat(loader.loads()).hasSize(3);
    assertThat(sleeps).containsExactly(0L, 0L);
  }

  @Test
  void anInterruptEndsTheRetries() {
    loader.setBroken("m/1", true);
    RetryingVersionLoader retrying =
        new RetryingVersionLoader(
            loader,
            5,
            1000,
            micros -> {
              throw new InterruptedException();
            });

    assertThatThrownBy(() -> retrying.load("m", directory)).hasMessage("no graph in m/1");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(loader.loads()).hasSize(1);
  }
}
