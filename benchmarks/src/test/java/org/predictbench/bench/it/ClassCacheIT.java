package org.predictbench.bench.it;

import static java.lang.ProcessBuilder.Redirect.DISCARD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.server.config.Jvm;
import org.predictbench.server.launch.Jdk;

/** The {@code class-cache} command, for a service whose only jar is the one that users run. */
class ClassCacheIT {
  @TempDir Path folder;

  @Test
  void makesAnArchiveThatAJvmTakes() throws Exception {
    Path archive = made("service.jsa");

    // Fails where a JVM cannot use it.
    assertThat(exitCode(Jdk.ours(), "-Xshare:on", "-XX:SharedArchiveFile=" + archive)).isZero();
    Files.write(archive, new byte[4096]);
    assertThat(exitCode(Jdk.ours(), "-Xshare:on", "-XX:SharedArchiveFile=" + archive)).isNotZero();
  }

  @Test
  void makesAnAheadOfTimeCacheOnANewerJdk() throws Exception {
    Jvm newer = Jvm.of("25", "");
    Optional<String> why = Jdk.unavailable(newer);
    assumeThat(why).as("no JDK 25").isEmpty();
    Path cache = made("service.aot", "--jdk", "25", "--client", "grpc");

    assertThat(exitCode(Jdk.of(newer), "-XX:AOTMode=on", "-XX:AOTCache=" + cache)).isZero();
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    BuiltJar jar = new BuiltJar(folder);
    Path empty = Files.write(folder.resolve("empty.jar"), new byte[0]);
    jar.refuses("no preset 'fast'; known: naive, best", command(BuiltJar.JAR, "--client", "fast"));
    jar.refuses("no JDK 99 here", command(BuiltJar.JAR, "--jdk", "99"));
    jar.refuses("is a folder", command(folder.toString()));
    jar.refuses("add client-variants and its libraries", command(empty.toString()));
    jar.refuses("there is no /nowhere.jar", command("/nowhere.jar"));
    assertThat(folder.resolve("service.jsa")).doesNotExist();
    Files.createDirectory(folder.resolve("service.jsa"));
    jar.refuses("service.jsa is a folder; name the file to make", command(BuiltJar.JAR));
  }

  @Test
  void leavesNothingWhenItIsInterrupted() throws Exception {
    Process process = new BuiltJar(folder).start(command(BuiltJar.JAR));
    Processes.whileAlive(process)
        .until(() -> process.descendants().anyMatch(ClassCacheIT::isRehearsal));
    List<ProcessHandle> all = process.descendants().toList();
    Processes.signal("INT", process.toHandle());

    BuiltJar.Outcome outcome = BuiltJar.outcomeOf(process);
    assertThat(outcome.exitCode()).as(outcome.output()).isNotZero();
    for (ProcessHandle each : all) {
      each.onExit().get(20, TimeUnit.SECONDS);
    }
    assertThat(folder).isEmptyDirectory();
  }

  private static boolean isRehearsal(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("Rehearsal");
  }

  private Path made(String name, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(List.of("class-cache", "--class-path", BuiltJar.JAR, "--out", name));
    command.addAll(List.of(more));
    BuiltJar.Outcome outcome = new BuiltJar(folder).run(command.toArray(String[]::new));
    assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    assertThat(outcome.output()).contains("first answer", "=" + folder.resolve(name));
    Path file = folder.resolve(name);
    assertThat(file).isRegularFile();
    assertThat(folder.resolve(name + ".unfinished")).doesNotExist();
    return file;
  }

  private static String[] command(String classPath, String... more) {
    List<String> command =
        new ArrayList<>(List.of("class-cache", "--class-path", classPath, "--out", "service.jsa"));
    command.addAll(List.of(more));
    return command.toArray(String[]::new);
  }

  private static int exitCode(Jdk jdk, String... flags) throws Exception {
    List<String> command = new ArrayList<>(List.of(jdk.executable().toString()));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", BuiltJar.JAR, "-version"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(DISCARD).start();
    return process.waitFor();
  }
}
