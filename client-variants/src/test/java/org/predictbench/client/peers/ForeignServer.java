package org.predictbench.client.peers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.client.Target;

/**
 * gRPC servers of other languages, each a program of some hundred lines of ours over its library.
 * They do the same; the C++ one says what.
 */
public enum ForeignServer {
  /** Is compiled where it is missing or older than its source. */
  CPP("gRPC C++") {
    @Override
    Optional<String> lack() throws IOException, InterruptedException {
      return succeeds("g++", "--version") && succeeds("pkg-config", "--exists", "grpc++")
          ? Optional.empty()
          : Optional.of("g++, pkg-config or libgrpc++-dev");
    }

    @Override
    List<String> command() throws IOException, InterruptedException {
      if (Files.notExists(BINARY)
          || Files.getLastModifiedTime(BINARY).compareTo(Files.getLastModifiedTime(SOURCE)) < 0) {
        compile();
      }
      return List.of(BINARY.toString());
    }
  },
  /**
   * {@code -Dpredictbench.python=} names another interpreter than Debian's, which finds {@code
   * python3-grpcio}.
   */
  PYTHON("gRPC Python") {
    @Override
    Optional<String> lack() throws IOException, InterruptedException {
      return succeeds(INTERPRETER, "-c", "import grpc")
          ? Optional.empty()
          : Optional.of(INTERPRETER + " with grpcio");
    }

    @Override
    List<String> command() {
      return List.of(INTERPRETER, "src/test/python/predict_server.py");
    }
  },
  NODE("gRPC JavaScript") {
    @Override
    Optional<String> lack() throws IOException, InterruptedException {
      return succeeds("node", "--version")
              && Files.isDirectory(Path.of("src/test/node/node_modules"))
          ? Optional.empty()
          : Optional.of("node, or its packages (npm ci --prefix client-variants/src/test/node)");
    }

    @Override
    List<String> command() {
      return List.of("node", "src/test/node/predict_server.js");
    }
  };

  private static final String INTERPRETER =
      System.getProperty("predictbench.python", "/usr/bin/python3");
  private static final Path SOURCE = Path.of("src/test/cpp/predict_server.cc");
  private static final Path BINARY = Path.of("target/peers/predict_server").toAbsolutePath();

  private final String title;

  ForeignServer(String title) {
    this.title = title;
  }

  /** What this machine lacks to run it; empty if nothing. */
  abstract Optional<String> lack() throws IOException, InterruptedException;

  abstract List<String> command() throws IOException, InterruptedException;

  /** Why it does not run here; empty if it does. */
  public Optional<String> unavailable() throws IOException, InterruptedException {
    return lack().map(what -> title + " is skipped: this machine lacks " + what);
  }

  /**
   * Starts it at an address of its own.
   *
   * @param folder for its log
   * @param options channel arguments, {@code NAME=NUMBER}
   */
  public ForeignProcess start(Path folder, List<String> options)
      throws IOException, InterruptedException {
    Target.Tcp address = ForeignProcess.newAddress();
    List<String> command = new ArrayList<>(command());
    command.add(address.toString());
    command.addAll(options);
    return ForeignProcess.start(command, address, folder);
  }

  private static boolean succeeds(String... command) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      // There is no such program.
      return false;
    }
  }

  private static void compile() throws IOException, InterruptedException {
    Files.createDirectories(BINARY.getParent());
    // Another test may compile it at the same time.
    Path made = Files.createTempFile(BINARY.getParent(), "predict_server", "");
    File log = new File(made + ".log");
    String command =
        "g++ -std=c++17 -O1 -Wall -Wextra -o '%s' %s $(pkg-config --cflags --libs grpc++)"
            .formatted(made, SOURCE);
    int exit =
        new ProcessBuilder("sh", "-c", command)
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start()
            .waitFor();
    if (exit != 0) {
      throw new IOException(command + "\n" + Files.readString(log.toPath()));
    }
    Files.move(made, BINARY, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(log.toPath());
  }
}
