package org.predictbench.bench.profile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import one.convert.FlameGraph;
import one.convert.JfrToFlame;

/**
 * Samples that have the same stack, added up. A stack is its frames from the thread's name, in
 * brackets, to the leaf, joined by semicolons. Immutable.
 *
 * @param weights by stack, in nanoseconds or bytes
 */
record Stacks(Map<String, Long> weights) {
  /** A library that has no symbols: a frame that is its path, in a folder of the user's. */
  private static final Pattern LIBRARY =
      Pattern.compile(
          "(?<=;)/[^;]*/([^/;]*?(?:x86_64)?)\\d*(\\.so[.\\d]*)(?: \\(deleted\\))?(?=;|$)");

  Stacks {
    weights = Collections.unmodifiableMap(new TreeMap<>(weights));
  }

  /** Reads an event's samples out of a recording; threads that differ in number alone are one. */
  static Stacks of(Path recording, ProfileEvent event) throws IOException {
    FlameGraph graph = JfrToFlame.parse(recording.toString(), event.conversion());
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    graph.dump(text);
    return parse(text.toString(StandardCharsets.UTF_8), event.scale());
  }

  /** Reads {@link #gzipped()}. */
  static Stacks read(Path file) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), 1);
    }
  }

  private static Stacks parse(String text, long scale) {
    Map<String, Long> weights = new TreeMap<>();
    for (String line : text.lines().toList()) {
      int end = line.lastIndexOf(' ');
      if (end > 0) {
        weights.merge(
            oneForAll(line.substring(0, end)),
            scale * Long.parseLong(line.substring(end + 1)),
            Long::sum);
      }
    }
    return new Stacks(weights);
  }

  /** One name for what differs by number alone, be it a thread or where a library was unpacked. */
  private static String oneForAll(String stack) {
    return oneThread(LIBRARY.matcher(stack).replaceAll("$1$2"));
  }

  private static String oneThread(String stack) {
    int end = stack.startsWith("[") ? stack.indexOf(';') : -1;
    if (end < 0) {
      return stack;
    }
    String thread = stack.substring(0, end);
    return thread.replaceFirst(" tid=\\d+", "").replaceAll("(?<=[-#])\\d+", "*")
        + stack.substring(end);
  }

  /** One stack a line, then its weight, as flame graph tools read them. */
  String text() {
    StringBuilder text = new StringBuilder();
    weights.forEach((stack, weight) -> text.append(stack).append(' ').append(weight).append('\n'));
    return text.toString();
  }

  /** {@link #text()}, packed: stacks repeat themselves, to a thirtieth of their size. */
  byte[] gzipped() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text().getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  long total() {
    return weights.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The same stacks, each weight multiplied and rounded. */
  Stacks times(double factor) {
    Map<String, Long> scaled = new TreeMap<>();
    weights.forEach((stack, weight) -> scaled.put(stack, Math.round(weight * factor)));
    return new Stacks(scaled);
  }
}
