package org.predictbench.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger;
import org.apache.maven.plugins.surefire.report.ReportTestCase;
import org.apache.maven.plugins.surefire.report.ReportTestSuite;
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.load.record.Histograms;
import org.predictbench.bench.load.record.Interval;
import org.predictbench.bench.load.record.IntervalLog;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.LoadDirectory;
import org.predictbench.bench.load.suite.LoadOverrides;
import org.predictbench.bench.load.suite.LoadSuites;
import org.predictbench.bench.load.suite.Trial;

/** The JUnit report of a gate, as the reader of Maven's own reports sees it. */
class JunitReportTest {
  private static final int SECONDS = 40;

  @TempDir Path folder;

  @Test
  void passesFailuresAndWhatIsUndecidedAreRead() throws Exception {
    LoadDirectory run = run("100,200,400");
    trial(run, "best-100", 10, 0);
    trial(run, "best-200", 90, 0);
    trial(run, "best-400", 10, 1);
    LoadReport report = LoadReport.rebuild(run.path());

    Map<String, ReportTestCase> cases = new TreeMap<>();
    for (ReportTestSuite suite : parse(report.gateJunit())) {
      suite.getTestCases().forEach(each -> cases.put(suite.getName() + " " + each.getName(), each));
    }
    assertThat(cases).hasSize(6);
    assertThat(cases.get("best-100 p99<50ms").isSuccessful()).isTrue();
    assertThat(cases.get("best-100 failed<0.5%").isSuccessful()).isTrue();
    assertThat(cases.get("best-200 p99<50ms").hasFailure()).isTrue();
    assertThat(cases.get("best-200 p99<50ms").getFailureMessage())
        .contains("p99 is 9", "required is p99 < 50 ms");
    // None of a few hundred is no proof of fewer than one in 200, nor is one.
    assertThat(cases.get("best-400 failed<0.5%").hasError()).isTrue();
    assertThat(Files.readString(run.path().resolve("gate.json")))
        .contains("\"gate\" : \"FAIL\"", "\"decision\" : \"UNDECIDED\"");
  }

  @Test
  void aLoadThatWasNotMadeIsAnError() throws Exception {
    LoadDirectory run = run("100,200");
    trial(run, "best-100", 10, 0);
    List<ReportTestSuite> suites = parse(LoadReport.read(run.path()).gateJunit());
    assertThat(suites.stream().mapToInt(ReportTestSuite::getNumberOfErrors).sum()).isEqualTo(1);
    assertThat(suites.stream().mapToInt(ReportTestSuite::getNumberOfFailures).sum()).isZero();
  }

  private LoadDirectory run(String rates) throws Exception {
    LoadOverrides overrides = new LoadOverrides();
    overrides.put("rate", rates);
    overrides.put("duration", SECONDS + "s");
    overrides.put("rules.min_samples", 1);
    overrides.putAll("require", List.of("p99<50ms", "failed<0.5%"));
    return LoadDirectory.create(
        folder,
        "load-smoke",
        LoadSuites.complete("load-smoke", overrides.tree()),
        Clock.systemUTC(),
        () -> "abc123");
  }

  /** A load of 400 requests a second, or of 15 if some of them fail. */
  private static void trial(LoadDirectory run, String name, int millis, int failed)
      throws Exception {
    int rate = failed > 0 ? 15 : 400;
    SplittableRandom random = new SplittableRandom(1);
    Instant start = Instant.parse("2026-12-01T10:00:00Z");
    try (IntervalLog log = IntervalLog.create(run.log(name), start.toEpochMilli())) {
      for (int second = 0; second < SECONDS; second++) {
        Histograms histograms = new Histograms();
        for (int i = 0; i < rate; i++) {
          histograms.of(Tag.LATENESS).recordValue(1_000);
          boolean fails = failed > 0 && second == 20 && i == 0;
          histograms
              .of(fails ? Tag.FAILED : Tag.CORRECTED)
              .recordValue(millis * 1_000_000L + random.nextInt(1_000_000));
        }
        long from = start.toEpochMilli() + second * 1000L;
        log.append(new Interval(from, from + 1000, histograms));
      }
    }
    run.writeTrial(
        new Trial(
            name,
            "best",
            "poisson",
            (double) rate,
            1,
            "0/1",
            start,
            (long) rate * SECONDS,
            SECONDS,
            SECONDS,
            false,
            "ordinary",
            failed > 0 ? Map.of("UNAVAILABLE", 1L) : Map.of(),
            1,
            2,
            null,
            false));
  }

  private static List<ReportTestSuite> parse(String xml) throws Exception {
    return new TestSuiteXmlParser(new NullConsoleLogger())
        .parse(
            new InputStreamReader(
                new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8));
  }
}
