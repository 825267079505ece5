package org.predictbench.bench.report.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.bench.report.MadeUpRun;
import org.predictbench.bench.report.Reporter;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.result.Synthetic;
import org.predictbench.bench.result.Workload;

/** {@code report.html} as a reader has it: in a browser. */
class ReportPageTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @TempDir private static Path folder;
  private static Map<String, Path> pages;
  private static Path page;
  private static Browser browser;

  @BeforeAll
  static void open() throws Exception {
    Optional<Path> chromium = Browser.executable();
    assumeTrue(chromium.isPresent(), "no Chromium on the path: the page is not looked at");
    Suite suite = Synthetic.suite(4);
    Path run =
        Synthetic.run(folder.resolve("results"), suite, Synthetic.forks(suite, 1, 200, 0.02));
    Files.writeString(
        run.resolve("environment.json"),
        "{\"machine\": {\"cpu\": \"%s\", \"cores\": 2}}".formatted("a long name ".repeat(20)));
    Reporter.rebuild(run);
    page = run.resolve("report.html");
    MadeUpRun wide = wide();
    Path sweep = Synthetic.run(folder.resolve("sweeps"), wide.suite(), wide.forks());
    Reporter.rebuild(sweep);
    pages =
        Map.of(
            "sweep", sweep.resolve("report.html"),
            "load", GOLDEN.resolve("2026-11-24_load-stall_000004/report.html").toAbsolutePath(),
            "search", GOLDEN.resolve("2026-11-28_load-ceiling_000009/report.html").toAbsolutePath(),
            "profile", GOLDEN.resolve("2026-11-28_profile_000010/report.html").toAbsolutePath());
    browser = Browser.start(chromium.get(), folder.resolve("profile"));
  }

  /** Six settings by four numbers of callers, twenty-four cells and the control. */
  private static MadeUpRun wide() {
    MadeUpRun run = new MadeUpRun();
    for (int row = 0; row < 6; row++) {
      for (int callers : new int[] {1, 2, 4, 8}) {
        String server = "native-intra%d-inter1".formatted(row + 1);
        String step = "native, intra %d, inter 1, some more words".formatted(row + 1);
        double time = 1000.0 * callers / (row + 1);
        run.cell(
            server + "-c" + callers, step, "shared", server, new Workload(callers, 0, 0), time);
        if (row == 0 && callers == 1) {
          run.cell("again", "A/A control", "shared", server, new Workload(1, 0, 0), time);
        }
      }
    }
    return run;
  }

  @ParameterizedTest
  @CsvSource({"sweep", "load", "search", "profile"})
  void pagesOfEverySortFitAndCanBeRead(String sort) throws Exception {
    for (int width : new int[] {340, 1000}) {
      browser.width(width);
      browser.open(pages.get(sort));
      assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
          .as("%s at %d", sort, width)
          .isLessThanOrEqualTo(width);
    }
    for (String scheme : new String[] {"light", "dark"}) {
      browser.media("", scheme);
      assertThat(browser.evaluate(LUMINANCE + FAINT)).as("%s, %s", sort, scheme).isEmpty();
    }
    assertThat(browser.evaluate("document.querySelector('.found').innerText").asText())
        .isNotBlank();
    assertThat(browser.evaluate("document.querySelectorAll('svg.chart').length").asInt())
        .isPositive();
    assertThat(Files.readString(pages.get(sort))).contains("id=\"how-it-was-measured\"");
  }

  @ParameterizedTest
  @CsvSource({"sweep", "load", "search", "profile"})
  void onPaperAPageIsUprightAndHasFewSheets(String sort) throws Exception {
    String html = Files.readString(pages.get(sort));
    browser.media("print", "light");
    browser.open(pages.get(sort));
    String sheets = printed();
    assertThat(sheets.split("/Type */Page[^s]", -1).length - 1).isBetween(1, 8);
    assertThat(upright(sheets)).isTrue();
    // That a page which lies on its side would be seen.
    Path lying = folder.resolve("lying.html");
    browser.open(Files.writeString(lying, html.replace("A4 portrait", "A4 landscape")));
    assertThat(upright(printed())).isFalse();
  }

  private static String printed() throws Exception {
    String pdf =
        browser.call("Page.printToPDF", "{\"preferCSSPageSize\": true}").path("data").asText();
    return new String(Base64.getDecoder().decode(pdf), StandardCharsets.ISO_8859_1);
  }

  private static boolean upright(String pdf) {
    Matcher box = Pattern.compile("/MediaBox *\\[0 0 ([\\d.]+) ([\\d.]+)").matcher(pdf);
    assertThat(box.find()).isTrue();
    return Double.parseDouble(box.group(1)) < Double.parseDouble(box.group(2));
  }

  @AfterAll
  static void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void noRequestLeavesThePageWhateverIsPutIntoIt() throws Exception {
    assertThat(Files.readString(page)).doesNotContain("http://").doesNotContain("https://");
    try (Peer peer = new Peer()) {
      String tempting =
          Files.readString(page)
              .replace(
                  "</main>", "<img src=\"http://127.0.0.1:%d/\"></main>".formatted(peer.port()));
      browser.open(Files.writeString(folder.resolve("tempting.html"), tempting));
      assertThat(peer.calls()).isZero();
      // That it can be seen at all.
      String open = tempting.replaceFirst("<meta http-equiv[^>]*>", "");
      browser.open(Files.writeString(folder.resolve("open.html"), open));
      assertThat(peer.calls()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {340, 700, 1000, 1600})
  void nothingSticksOutOfThePage(int width) throws Exception {
    browser.width(width);
    browser.open(page);
    assertThat(browser.evaluate("document.documentElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(width);
    String drawing = width > 704 ? "wide" : "narrow";
    assertThat(browser.evaluate(SHOWN).asText()).isEqualTo(drawing.repeat(3));
  }

  @ParameterizedTest
  @CsvSource({"light, true", "dark, false"})
  void allTextStandsOutFromItsBackground(String scheme, boolean bright) throws Exception {
    browser.media("", scheme);
    browser.open(page);
    assertThat(browser.evaluate(LUMINANCE + "luminance(colour(document.body))").asDouble())
        .matches(luminance -> luminance > 0.5 == bright, "of the page");
    JsonNode faint = browser.evaluate(LUMINANCE + FAINT);
    assertThat(faint).as(faint.toString()).isEmpty();
    // Near to its background, text is found.
    browser.evaluate("document.querySelector('.note').style.color = 'rgb(128,128,128)'");
    browser.evaluate("document.querySelector('.note').style.background = 'rgb(120,120,120)'");
    assertThat(browser.evaluate(LUMINANCE + FAINT)).isNotEmpty();
  }

  @Test
  void theKeyboardReachesLinksAndWhatScrolls() throws Exception {
    browser.width(1000);
    browser.open(page);
    Set<String> reached = new HashSet<>();
    browser.pressTab();
    // Past the last one, the focus leaves the page.
    while (!browser.evaluate("document.activeElement.tagName").asText().equals("BODY")) {
      reached.add(
          browser
              .evaluate(
                  "document.activeElement.className || document.activeElement.hash"
                      + " || document.activeElement.tagName")
              .asText());
      assertThat(browser.evaluate("getComputedStyle(document.activeElement).outlineStyle").asText())
          .isEqualTo("solid");
      assertThat(reached.size()).isLessThan(200);
      browser.pressTab();
    }
    assertThat(reached).contains("skip", "#rounds", "scroll", "SUMMARY");
  }

  @Test
  void onPaperThereIsNoNavigationAndNothingIsFoldedAway() throws Exception {
    browser.media("print", "dark");
    browser.open(page);
    assertThat(browser.evaluate("getComputedStyle(document.querySelector('nav')).display").asText())
        .isEqualTo("none");
    assertThat(browser.evaluate("document.querySelector('#files table').offsetHeight").asInt())
        .isPositive();
    assertThat(browser.evaluate(LUMINANCE + "luminance(colour(document.body))").asDouble())
        .isGreaterThan(0.9);
    String pdf = browser.call("Page.printToPDF", "{}").path("data").asText();
    assertThat(pdf).startsWith("JVBERi0").hasSizeGreaterThan(20_000);
  }

  /** Which drawings of the charts are seen: each has one for wide pages and one for narrow ones. */
  private static final String SHOWN =
      """
      [...document.querySelectorAll('.chart.wide, .chart.narrow')]
          .filter(chart => chart.clientWidth > 0).map(chart => chart.classList[1]).join('')
      """;

  /** Relative luminance and contrast as WCAG 2.2 defines them. */
  private static final String LUMINANCE =
      """
      var channel = c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
      var luminance = rgb => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1])
          + 0.0722 * channel(rgb[2]);
      var numbers = text => text.match(/[\\d.]+/g).map(Number);
      var colour = element => {
        for (; element; element = element.parentElement) {
          const rgb = numbers(getComputedStyle(element).backgroundColor);
          if (rgb.length < 4 || rgb[3] > 0) return rgb;
        }
        return [255, 255, 255];
      };
      """;

  private static final String FAINT =
      """
      [...document.querySelectorAll('body *')].filter(element => {
        const text = [...element.childNodes].some(n => n.nodeType == 3 && n.data.trim());
        if (!text || element.closest('title')) return false;
        const style = getComputedStyle(element);
        const ink = luminance(numbers(element.closest('svg') ? style.fill : style.color));
        const paper = luminance(colour(element));
        return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) < 4.5;
      }).map(element => element.tagName + ' ' + element.className + ' ' + element.textContent)
      """;

  /** Counts who connects. */
  private static final class Peer implements AutoCloseable {
    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger calls = new AtomicInteger();

    Peer() throws IOException {
      Thread thread = new Thread(this::count, "peer");
      thread.setDaemon(true);
      thread.start();
    }

    private void count() {
      while (!listener.isClosed()) {
        try (Socket caller = listener.accept()) {
          calls.incrementAndGet();
          caller.shutdownOutput();
        } catch (IOException e) {
          // Closed, which ends the loop.
        }
      }
    }

    int port() {
      return listener.getLocalPort();
    }

    int calls() {
      return calls.get();
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }
}
