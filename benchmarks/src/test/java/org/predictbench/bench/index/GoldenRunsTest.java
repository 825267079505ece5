package org.predictbench.bench.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One small run of every format that ever was still gives, byte for byte, the pages that lie beside
 * its raw data. This is where a change of a page's words shows; published runs are not looked at
 * here.
 *
 * <p>After such a change, make the pages anew with
 *
 * <pre>{@code
 * mvn test -pl benchmarks -am -Dtest=GoldenRunsTest -Dgolden.update=true -Dsurefire.failIfNoSpecifiedTests=false
 * }</pre>
 *
 * and read what {@code git diff} shows.
 */
class GoldenRunsTest {
  private static final boolean UPDATE = Boolean.getBoolean("golden.update");

  @TempDir private Path folder;

  static List<Path> runs() throws Exception {
    return RunFolders.in(RunFolders.GOLDEN);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void givesTheSamePagesFromItsRawData(Path run) throws Exception {
    if (UPDATE) {
      RunFolders.rebuild(run);
    }
    Map<Path, String> expected = RunFolders.contents(run);
    Path copy = RunFolders.copy(run, folder.resolve(run.getFileName().toString()));
    RunFolders.rebuild(copy);
    Map<Path, String> rebuilt = RunFolders.contents(copy);
    assertThat(rebuilt.keySet()).isEqualTo(expected.keySet());
    rebuilt.forEach((file, text) -> assertThat(text).as("%s", file).isEqualTo(expected.get(file)));
  }

  /** Five spaces after a list's dash would make the item a block of code. */
  @ParameterizedTest
  @MethodSource("runs")
  void itsListsReadAsLists(Path run) throws Exception {
    assertThat(Files.readAllLines(run.resolve("README.md")))
        .noneMatch(line -> line.matches("- +  .*"));
  }
}
