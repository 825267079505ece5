package org.predictbench.server.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a command line that runs Java begins: with the {@code java} that we run on ourselves. */
public final class JavaCommand {
  private JavaCommand() {}

  /** The {@code java} executable of our own JVM. */
  public static Path executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** A new command line of the executable and these arguments, to which more can be added. */
  public static List<String> of(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable().toString());
    command.addAll(List.of(arguments));
    return command;
  }
}
