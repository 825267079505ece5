package org.predictbench.bench.load.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.predictbench.bench.files.Json;
import org.predictbench.bench.load.objective.Decision;
import org.predictbench.bench.load.objective.Judged;
import org.predictbench.bench.load.record.Tag;
import org.predictbench.bench.load.suite.TrialResult;

/** What a gate decided, for other programs: as JSON, and as a JUnit report that any CI reads. */
final class GateFiles {
  private GateFiles() {}

  static String json(LoadReport report, Decision decision) throws IOException {
    ObjectNode root = Json.mapper().createObjectNode();
    root.put("gate", decision.name());
    root.put("suite", report.name());
    root.put("run", report.verdict().state().name());
    ArrayNode reasons = root.putArray("reasons");
    report.verdict().reasons().forEach(reasons::add);
    ArrayNode trials = root.putArray("trials");
    for (TrialResult result : report.trials()) {
      ObjectNode trial = trials.addObject();
      trial.put("name", result.trial().name());
      trial.put("cell", result.trial().cell());
      trial.put("load", result.trial().load());
      trial.put("gate", result.decision().name());
      put(trial, "answeredPerSecond", result.answeredPerSecond());
      put(trial, "p50Micros", result.micros(Tag.CORRECTED, 50));
      put(trial, "p99Micros", result.micros(Tag.CORRECTED, 99));
      trial.put("sent", result.total().sent());
      trial.put("failed", result.total().failed());
      trial.put("dropped", result.total().dropped());
      ArrayNode requirements = trial.putArray("requirements");
      result.judged().forEach(judged -> add(requirements, judged));
    }
    return Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
  }

  private static void add(ArrayNode requirements, Judged judged) {
    ObjectNode node = requirements.addObject();
    node.put("requirement", judged.requirement());
    node.put("decision", judged.decision().name());
    node.put("unit", judged.isShare() ? "share" : "microseconds");
    put(node, "value", judged.value());
    put(node, "low", judged.low());
    put(node, "high", judged.high());
    put(node, "confidence", judged.confidence());
    node.put("requests", judged.requests());
    put(node, "seconds", judged.seconds());
  }

  /** JSON has no number for what is unknown or without end. */
  private static void put(ObjectNode node, String key, double value) {
    if (Double.isFinite(value)) {
      node.put(key, value);
    } else {
      node.putNull(key);
    }
  }

  /**
   * One test case a requirement of each trial: a failure if it FAILs, an error if it is UNDECIDED,
   * so that neither is overlooked.
   */
  static String junit(LoadReport report) {
    StringWriter text = new StringWriter();
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
      xml.writeStartDocument("UTF-8", "1.0");
      suite(xml, report);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException("memory is always writable", e);
    }
    return text + "\n";
  }

  private static void suite(XMLStreamWriter xml, LoadReport report) throws XMLStreamException {
    List<TrialResult> trials = report.trials();
    // A load that was not made has no requirement to fail.
    boolean isUnfinished =
        report.gate().orElseThrow() == Decision.UNDECIDED && count(trials, Decision.UNDECIDED) == 0;
    xml.writeStartElement("testsuite");
    xml.writeAttribute("name", report.name());
    xml.writeAttribute(
        "time", seconds(trials.stream().mapToDouble(r -> r.trial().elapsedSeconds()).sum()));
    xml.writeAttribute(
        "tests",
        Long.toString(
            trials.stream().mapToLong(r -> r.judged().size()).sum() + (isUnfinished ? 1 : 0)));
    xml.writeAttribute(
        "errors", Long.toString(count(trials, Decision.UNDECIDED) + (isUnfinished ? 1 : 0)));
    xml.writeAttribute("skipped", "0");
    xml.writeAttribute("failures", Long.toString(count(trials, Decision.FAIL)));
    for (TrialResult result : trials) {
      for (Judged judged : result.judged()) {
        testCase(xml, report.name(), result, judged);
      }
    }
    if (isUnfinished) {
      xml.writeStartElement("testcase");
      xml.writeAttribute("name", "all loads");
      xml.writeAttribute("classname", report.name());
      xml.writeAttribute("time", "0.000");
      xml.writeStartElement("error");
      xml.writeAttribute("type", Decision.UNDECIDED.name());
      xml.writeAttribute("message", "not all that was to be judged was measured");
      xml.writeCharacters(report.verdict().line());
      xml.writeEndElement();
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static long count(List<TrialResult> trials, Decision decision) {
    return trials.stream()
        .flatMap(result -> result.judged().stream().map(result::decision))
        .filter(decision::equals)
        .count();
  }

  private static void testCase(XMLStreamWriter xml, String suite, TrialResult result, Judged judged)
      throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", judged.requirement());
    xml.writeAttribute("classname", suite + "." + result.trial().name());
    xml.writeAttribute("time", seconds(judged.seconds()));
    Optional<String> element =
        switch (result.decision(judged)) {
          case PASS -> Optional.empty();
          case FAIL -> Optional.of("failure");
          case UNDECIDED -> Optional.of("error");
        };
    if (element.isPresent()) {
      xml.writeStartElement(element.get());
      xml.writeAttribute("type", result.decision(judged).name());
      xml.writeAttribute("message", GateTable.words(judged));
      xml.writeCharacters(String.join("\n", result.verdict().reasons()));
      xml.writeEndElement();
    }
    xml.writeEndElement();
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }
}
