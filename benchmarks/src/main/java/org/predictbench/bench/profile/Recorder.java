package org.predictbench.bench.profile;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.predictbench.bench.run.SliceWatch;

/**
 * Records every other time slice. Time slices come in pairs, one with the profiler and one without,
 * the order changing from pair to pair: a slow spell falls on both, and their ratio is the
 * profiling overhead.
 */
final class Recorder implements SliceWatch {
  private final Path library;
  private final List<ProfileEvent> events;
  private final Path folder;
  private final Map<String, Map<String, AttachedProfiler>> profilers = new LinkedHashMap<>();
  private final Map<String, List<ProfiledSlice>> slices = new LinkedHashMap<>();

  /**
   * @param library async-profiler's
   * @param folder where recordings go; a private one
   */
  Recorder(Path library, List<ProfileEvent> events, Path folder) {
    this.library = library;
    this.events = events;
    this.folder = folder;
  }

  /** Whether the time slice is one with the profiler. */
  static boolean recorded(int slice) {
    boolean first = slice % 2 == 0;
    return first == (slice / 2 % 2 == 0);
  }

  @Override
  // Cells get ready at once, and two of them may share a server.
  public synchronized void ready(String cell, Map<String, Long> processes) {
    Map<String, AttachedProfiler> attached = new LinkedHashMap<>();
    processes.forEach(
        (process, pid) ->
            attached.put(process, new AttachedProfiler(library, pid, file(cell, process, ".log"))));
    profilers.put(cell, attached);
    try {
      // Once for nothing: it then reads the names of every library's functions, for seconds.
      for (Map.Entry<String, AttachedProfiler> process : attached.entrySet()) {
        Path unused = file(cell, process.getKey(), ".unused");
        process.getValue().start(options(), unused);
        process.getValue().stop();
        Files.deleteIfExists(unused);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String options() {
    return events.stream().map(ProfileEvent::option).collect(Collectors.joining(","));
  }

  @Override
  public void before(String cell, int slice) {
    if (recorded(slice)) {
      forEach(cell, (process, profiler) -> profiler.start(options(), file(cell, process, ".part")));
    }
  }

  @Override
  public void after(String cell, int slice) {
    if (recorded(slice)) {
      forEach(cell, (process, profiler) -> keep(cell, process, profiler));
    }
  }

  /** A recording is a sequence of chunks: the parts of one are simply put behind each other. */
  private void keep(String cell, String process, AttachedProfiler profiler) throws IOException {
    profiler.stop();
    Path part = file(cell, process, ".part");
    try (OutputStream out =
        Files.newOutputStream(
            recording(cell, process), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      Files.copy(part, out);
    }
    Files.delete(part);
  }

  @Override
  public synchronized void onSlice(String cell, int slice, long calls, double meanNanos) {
    slices
        .computeIfAbsent(cell, name -> new ArrayList<>())
        .add(new ProfiledSlice(slice, recorded(slice), calls, meanNanos));
  }

  /** The cell's measured time slices in their order; none if it failed. */
  synchronized List<ProfiledSlice> slices(String cell) {
    return slices.getOrDefault(cell, List.of()).stream()
        .sorted(Comparator.comparingInt(ProfiledSlice::slice))
        .toList();
  }

  /** Names of the cell's processes that were recorded. */
  List<String> processes(String cell) {
    return profilers.getOrDefault(cell, Map.of()).keySet().stream()
        .filter(process -> Files.exists(recording(cell, process)))
        .toList();
  }

  /** All that was recorded of a process. */
  Path recording(String cell, String process) {
    return file(cell, process, ".jfr");
  }

  /** What the profiler had to say, each thing once. */
  List<String> remarks() throws IOException {
    TreeSet<String> remarks = new TreeSet<>();
    for (Map<String, AttachedProfiler> cell : profilers.values()) {
      for (AttachedProfiler profiler : cell.values()) {
        remarks.add(profiler.output());
      }
    }
    remarks.remove("");
    return List.copyOf(remarks);
  }

  private Path file(String cell, String process, String ending) {
    return folder.resolve(cell + "-" + process + ending);
  }

  private interface Step {
    void on(String process, AttachedProfiler profiler) throws IOException;
  }

  private void forEach(String cell, Step step) {
    try {
      for (Map.Entry<String, AttachedProfiler> entry : profilers.get(cell).entrySet()) {
        step.on(entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
