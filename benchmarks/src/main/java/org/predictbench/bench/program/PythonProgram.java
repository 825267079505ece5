package org.predictbench.bench.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.bundle.ChildProcess;

/** The client in Python, for grpcio and NumPy, which the machine must have. */
final class PythonProgram implements ClientProgram {
  /** Names another interpreter than the first of the usual ones that has what is needed. */
  static final String VARIABLE = "PREDICTBENCH_PYTHON";

  private static final String SCRIPT = "predict_client.py";
  private static final String IMPORTS = "import google.protobuf, grpc, numpy";
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** The second is the system's, which Debian's packages belong to. */
  private static final List<String> USUAL = List.of("python3", "/usr/bin/python3");

  private final List<String> interpreters;

  /**
   * @param interpreters to be tried in turn
   */
  PythonProgram(List<String> interpreters) {
    this.interpreters = List.copyOf(interpreters);
  }

  static PythonProgram ofUser() {
    String own = System.getenv().getOrDefault(VARIABLE, "");
    return new PythonProgram(own.isBlank() ? USUAL : List.of(own));
  }

  @Override
  public String id() {
    return "python";
  }

  @Override
  public Optional<String> unavailable() {
    return interpreter().isPresent()
        ? Optional.empty()
        : Optional.of(
            "no Python with grpcio, protobuf and NumPy here (tried %s): pip install grpcio protobuf numpy,"
                    .formatted(String.join(", ", interpreters))
                + " or apt-get install python3-grpcio python3-protobuf python3-numpy; "
                + VARIABLE
                + " names another interpreter");
  }

  @Override
  public List<String> command(Path scratch) throws IOException {
    Path script = scratch.resolve(SCRIPT);
    write(script);
    return List.of(interpreter().orElse(interpreters.get(0)), script.toString());
  }

  /** Once in a run's own folder: its forks start beside each other, and one may run it already. */
  private static synchronized void write(Path script) throws IOException {
    if (Files.exists(script)) {
      return;
    }
    try (InputStream in = PythonProgram.class.getResourceAsStream("python/" + SCRIPT)) {
      if (in == null) {
        throw new IOException("this build carries no Python client; build it with Maven");
      }
      Files.copy(in, script);
    }
  }

  private Optional<String> interpreter() {
    return interpreters.stream().filter(PythonProgram::hasLibraries).findFirst();
  }

  private static boolean hasLibraries(String interpreter) {
    try {
      return ChildProcess.run(List.of(interpreter, "-c", IMPORTS), LIMIT).status() == 0;
    } catch (IOException e) {
      // There is no such program, or it does not answer.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Python was looked for", e);
    }
  }
}
