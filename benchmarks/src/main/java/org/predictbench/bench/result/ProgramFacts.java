package org.predictbench.bench.result;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a client program, measured in a process of its own, is.
 *
 * @param name such as {@code Python}
 * @param version of the program or of its language
 * @param libraries name to version of what it calls with
 * @param cpuNanosPerCall CPU time of all its threads, a call; null where the system does not report
 *     it
 */
public record ProgramFacts(
    String name, String version, Map<String, String> libraries, Double cpuNanosPerCall) {
  public ProgramFacts {
    libraries =
        libraries == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(libraries));
  }

  /** The same with its CPU time a call, in nanoseconds. */
  public ProgramFacts withCpuNanosPerCall(Double nanos) {
    return new ProgramFacts(name, version, libraries, nanos);
  }

  /** Such as {@code Python 3.11.2, grpcio 1.51.1, numpy 1.24.2}. */
  public String text() {
    return name + " " + version + (libraries.isEmpty() ? "" : ", " + librariesText());
  }

  /** Such as {@code grpcio 1.51.1, numpy 1.24.2}; empty where it told of none. */
  public String librariesText() {
    return libraries.entrySet().stream()
        .map(library -> library.getKey() + " " + library.getValue())
        .collect(Collectors.joining(", "));
  }
}
