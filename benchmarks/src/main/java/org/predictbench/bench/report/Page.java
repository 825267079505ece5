package org.predictbench.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.predictbench.bench.chart.Style;
import org.predictbench.bench.stats.Verdict;

/**
 * {@code report.html} of a run of any sort: what was found, the verdict, then sections. It needs
 * nothing but itself, has no script and forbids itself any request. Text is escaped; what is called
 * HTML is taken as it is. For one thread.
 */
public final class Page {
  /** Its name in a run directory. */
  public static final String NAME = "report.html";

  private final String kicker;
  private final String heading;
  private final StringBuilder opening = new StringBuilder();
  private final StringBuilder cards = new StringBuilder();
  private final Map<String, String> sections = new LinkedHashMap<>();
  private String state = "";
  private String origin = "";

  /**
   * An empty page.
   *
   * @param kicker what it is a run of, in a word or two
   * @param heading the question
   */
  public Page(String kicker, String heading) {
    this.kicker = kicker;
    this.heading = heading;
  }

  /** What was found, in a sentence or a few. */
  public Page found(String sentences) {
    opening.append("<p class=\"found\">%s</p>\n".formatted(Html.inline(sentences)));
    return this;
  }

  /**
   * Whether the run passed its own checks.
   *
   * @param valid what that means, should it have
   */
  public Page verdict(Verdict verdict, String valid) {
    state = verdict.state().name();
    opening.append(
        verdict.valid()
            ? "<p class=\"verdict valid\"><strong>%s</strong> %s</p>\n"
                .formatted(state, Html.inline(valid))
            : "<div class=\"verdict invalid\"><strong>%s</strong>%s</div>\n"
                .formatted(state, Html.list(verdict.reasons())));
    opening.append(
        verdict.notes().isEmpty() ? "" : paragraph(RunProse.NOTED) + Html.list(verdict.notes()));
    return this;
  }

  /** What whoever published the run has to say of it, if anything. */
  public Page note(Optional<String> markdown) {
    markdown.ifPresent(text -> opening.append(paragraph(text)));
    return this;
  }

  /** A figure that is seen first; the name is text, the others are HTML. */
  public Page card(String name, String value, String note) {
    cards.append(
        "<div><dt>%s</dt><dd><b>%s</b><small>%s</small></dd></div>\n"
            .formatted(Html.escaped(name), value, note));
    return this;
  }

  /** When and on which machine it was measured. */
  public Page measured(Instant began, String how, JsonNode environment) {
    JsonNode machine = environment.path("machine");
    return card(
        "Measured",
        began.equals(Instant.MIN)
            ? "not yet"
            : DateTimeFormatter.ofPattern("d MMM yyyy", Locale.ENGLISH)
                .format(began.atZone(ZoneOffset.UTC)),
        "%s%s · %s cores"
            .formatted(
                how.isEmpty() ? "" : how + " · ",
                Html.escaped(machine.path("cpu").asText("CPU unknown")),
                Html.escaped(machine.path("cores").asText("?"))));
  }

  /** A section of its own, named in the contents; nothing if it is empty. */
  public Page section(String name, String... html) {
    String body = String.join("", html);
    if (!body.isEmpty()) {
      sections.put(name, body);
    }
    return this;
  }

  /** What the machine was, and all files of the run. */
  public Page environmentAndFiles(Path directory, JsonNode environment) throws IOException {
    section("Environment", EnvironmentTable.render(environment));
    return section(
        "Files",
        "<details><summary>All files with their SHA-256</summary>\n",
        Html.table("Files", FileHashes.table(directory, Set.of(NAME, RunPage.NAME))),
        "</details>\n");
  }

  /** From what and by which command the page is made. */
  public Page madeFrom(String files) {
    origin = files;
    return this;
  }

  /** A paragraph of explanation, in inline Markdown. */
  public static String paragraph(String markdown) {
    return "<p class=\"note\">" + Html.inline(markdown) + "</p>\n";
  }

  /** A heading within a section; the words are text. */
  public static String heading(String words) {
    return "<h3>" + Html.escaped(words) + "</h3>\n";
  }

  /** A list of inline Markdown; nothing if it is empty. */
  public static String list(List<String> lines) {
    return lines.isEmpty() ? "" : Html.list(lines);
  }

  /** A table with a name for those who cannot see it. */
  public static String table(String caption, Table table) {
    return Html.table(caption, table);
  }

  /** Lines that are typed. */
  public static String command(String lines) {
    return "<pre class=\"scroll\" tabindex=\"0\"><code>"
        + Html.escaped(lines.strip())
        + "</code></pre>\n";
  }

  /** The whole page. */
  public String render() {
    StringBuilder html = new StringBuilder();
    html.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <link rel="icon" href="data:,">
        <title>%s%s</title>
        <style>
        %s</style>
        </head>
        <body>
        <a class="skip" href="#main">Skip to the result</a>
        """
            .formatted(
                Html.escaped(kicker), state.isEmpty() ? "" : " · " + state, style() + Style.css()));
    html.append(
        "<header>\n<p class=\"kicker\">PredictBench · %s</p>\n<h1>%s</h1>\n"
            .formatted(Html.escaped(kicker), Html.escaped(heading)));
    html.append(opening);
    html.append("<dl class=\"cards\">\n").append(cards).append("</dl>\n</header>\n");
    html.append("<nav aria-label=\"Contents\"><ul>\n");
    sections.keySet().forEach(name -> html.append(link(name)));
    html.append("</ul></nav>\n<main id=\"main\">\n");
    sections.forEach(
        (name, body) ->
            html.append(
                "<section id=\"%s\"><h2>%s</h2>\n%s</section>\n"
                    .formatted(id(name), Html.escaped(name), body)));
    return html.append("</main>\n").append(footer()).append("</body>\n</html>\n").toString();
  }

  private String footer() {
    return """
        <footer><p>Made from %s alone by <code>java -jar benchmarks/target/benchmarks.jar report DIR</code>. \
        Brackets are 95 %% confidence intervals.</p></footer>
        """
        .formatted(Html.inline(origin));
  }

  private static String link(String name) {
    return "<li><a href=\"#%s\">%s</a></li>\n".formatted(id(name), Html.escaped(name));
  }

  private static String id(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
  }

  private static String style() {
    try (InputStream in = Page.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
