package org.predictbench.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;

/**
 * Whatever happens to a run's raw files, its report is never VALID with other figures: records are
 * deleted, doubled, edited and swapped at random.
 */
class TamperedRunTest {
  private static final Suite SUITE = Synthetic.suite(5);
  private static final int TRIES = 80;

  @TempDir private Path folder;

  @Test
  void aRunIsNeverValidWithOtherFigures() throws Exception {
    Path run = run();
    assertThat(Reporter.read(run).verdict().line()).isEqualTo("VALID");
    assertThat(undetected(run, TRIES)).isEmpty();
  }

  @Test
  void aRunOfSchemaOneIsNeverValidWithOtherFigures() throws Exception {
    Path run = runOfSchemaOne();
    // Its page states the hashes.
    Reporter.rebuild(run);
    assertThat(Reporter.read(run).verdict().line()).isEqualTo("VALID");
    assertThat(undetected(run, TRIES)).isEmpty();
  }

  /** The tester tested: without any hash, an edit that looks sound is not noticed. */
  @Test
  void withoutHashesASoundEditPasses() throws Exception {
    Path run = runOfSchemaOne();
    String figures = SummaryCsv.render(Reporter.read(run).summary());
    Path record = run.resolve("rounds/002/fast.json");
    // The slowest call, slower by half a second.
    String text = Files.readString(record);
    Files.writeString(record, text.replaceFirst("\\[(\\d+),1\\]\\]", "[5$1,1]]"));

    Reporter.Report report = Reporter.read(run);
    assertThat(report.verdict().line()).isEqualTo("VALID");
    assertThat(SummaryCsv.render(report.summary())).isNotEqualTo(figures);
  }

  /** What was found is not forgotten when the page is made anew. */
  @Test
  void aChangedRecordOfSchemaOneIsNamedForGood() throws Exception {
    Path run = runOfSchemaOne();
    Reporter.rebuild(run);
    Path record = run.resolve("rounds/002/fast.json");
    Files.writeString(record, Files.readString(record).replace("3.5", "4.5"));

    assertThat(Reporter.rebuild(run).verdict().line())
        .startsWith("INVALID: rounds/002/fast.json: changed since it was recorded");
    assertThat(Reporter.rebuild(run).verdict().line())
        .startsWith("INVALID: rounds/002/fast.json: changed since it was recorded");
  }

  @Test
  void withoutItsListOfHashesARunIsInvalid() throws Exception {
    Path run = run();
    Files.delete(run.resolve("raw.sha256"));
    assertThat(Reporter.read(run).verdict().line()).startsWith("INVALID: raw.sha256: missing");
  }

  @Test
  void aSuiteThatAllowsMoreThanItDidIsNoticed() throws Exception {
    Path run = run();
    Path suite = run.resolve("suite.yaml");
    Files.writeString(suite, Files.readString(suite).replace("0.05", "0.5"));
    assertThat(Reporter.read(run).verdict().line())
        .startsWith("INVALID: suite.yaml: changed since it was recorded");
  }

  @Test
  void aRoundTakenAwayAtTheEndLeavesARunThatIsNotValid() throws Exception {
    Path run = run();
    for (Path record : records(run.resolve("rounds/005"))) {
      Files.delete(record);
    }
    assertThat(Reporter.read(run).verdict().valid()).isFalse();
  }

  /** What each mutation did that gave a VALID run with other figures. */
  private List<String> undetected(Path run, int tries) throws IOException {
    String figures = SummaryCsv.render(Reporter.read(run).summary());
    List<String> undetected = new ArrayList<>();
    for (int seed = 0; seed < tries; seed++) {
      Path copy = copy(run, "try-" + seed);
      String what = mutate(copy, new Random(seed));
      try {
        Reporter.Report report = Reporter.read(copy);
        if (report.verdict().valid() && !SummaryCsv.render(report.summary()).equals(figures)) {
          undetected.add("seed " + seed + ": " + what);
        }
      } catch (InputException e) {
        // Refused, which is one way to notice.
      }
    }
    return undetected;
  }

  private static String mutate(Path run, Random random) throws IOException {
    List<Path> records = records(run.resolve("rounds"));
    Path one = records.get(random.nextInt(records.size()));
    Path two = records.get(random.nextInt(records.size()));
    switch (random.nextInt(5)) {
      case 0 -> {
        Files.delete(one);
        return "deleted " + one;
      }
      case 1 -> {
        Path round = Files.createDirectories(run.resolve("rounds/%03d".formatted(6)));
        Files.copy(one, round.resolve(one.getFileName()));
        return "doubled " + one;
      }
      case 2 -> {
        String first = Files.readString(one);
        Files.writeString(one, Files.readString(two));
        Files.writeString(two, first);
        return "swapped " + one + " and " + two;
      }
      case 3 -> {
        String text = Files.readString(one);
        Files.writeString(one, text.replaceFirst("\"histogram_nanos\":\\[\\[\\d", "$0" + "7"));
        return "edited a time in " + one;
      }
      default -> {
        StringBuilder text = new StringBuilder(Files.readString(one));
        int at = random.nextInt(text.length());
        text.setCharAt(at, (char) ('0' + random.nextInt(10)));
        Files.writeString(one, text);
        return "edited character " + at + " of " + one;
      }
    }
  }

  private static List<Path> records(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private Path run() throws IOException {
    return Synthetic.run(folder, SUITE, Synthetic.forks(SUITE, 2, 100, 0.001));
  }

  /** As earlier versions left it: no list of hashes beside the records. */
  private Path runOfSchemaOne() throws IOException {
    Path run = run();
    for (Path record : records(run.resolve("rounds"))) {
      Files.writeString(record, Files.readString(record).replace("\"schema\":2", "\"schema\":1"));
    }
    Files.delete(run.resolve("raw.sha256"));
    return run;
  }

  private Path copy(Path run, String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(run)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(run.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return copy;
  }
}
