package org.predictbench.server.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** How a command line that runs Java begins: with the {@code java} that we run on ourselves. */
public final class JavaCommand {
  /**
   * Variables from which a JVM takes flags unseen. A child of ours has all its flags on its command
   * line: a second choice of a collector would end it, an agent or a heap size change what is
   * measured.
   */
  public static final Set<String> FLAG_VARIABLES =
      Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

  private static final String TEMPORARY = "java.io.tmpdir";

  private JavaCommand() {}

  /** The {@code java} executable of our own JVM. */
  public static Path executable() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /** A new command line of the executable and these arguments, to which more can be added. */
  public static List<String> of(String... arguments) {
    return of(executable(), arguments);
  }

  /** The same of another JDK's executable. */
  public static List<String> of(Path executable, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.addAll(inherited());
    command.addAll(List.of(arguments));
    return command;
  }

  /** Where libraries are unpacked, if it is not the JVM's own choice, holds for children too. */
  static List<String> inherited() {
    String folder = System.getProperty(TEMPORARY);
    return folder.equals("/tmp") ? List.of() : List.of("-D" + TEMPORARY + "=" + folder);
  }

  /** A process of that command line, without {@link #FLAG_VARIABLES}. */
  public static ProcessBuilder process(List<String> command) {
    ProcessBuilder process = new ProcessBuilder(command);
    process.environment().keySet().removeAll(FLAG_VARIABLES);
    return process;
  }
}
