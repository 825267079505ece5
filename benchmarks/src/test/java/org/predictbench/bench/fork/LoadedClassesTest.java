package org.predictbench.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.predictbench.bench.result.Footprint;
import org.predictbench.server.launch.JavaCommand;

class LoadedClassesTest {
  @TempDir Path folder;

  @Test
  void countsTheClassesOfARealJvmAndWeighsThoseOfTheClassPath() throws Exception {
    Path classes = folder.resolve("classes");
    Path jar = folder.resolve("rest.jar");
    copy(Started.class, classes.resolve(file(Started.class)));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (Class<?> each : new Class<?>[] {Used.class, LoadedClassesTest.class}) {
        out.putNextEntry(new JarEntry(file(each)));
        out.write(bytes(each));
      }
    }
    String classPath = classes + File.pathSeparator + jar + File.pathSeparator + "missing.jar";
    Path log = folder.resolve("classes.log");
    Process jvm =
        new ProcessBuilder(
                JavaCommand.of(
                    LoadedClasses.loggedTo(log), "-cp", classPath, Started.class.getName()))
            .inheritIO()
            .start();
    assertThat(jvm.waitFor()).isZero();

    Footprint footprint = LoadedClasses.footprint(log, classPath);

    // Of the JDK alone some hundreds.
    assertThat(footprint.classes()).isBetween(300L, 3000L);
    // The test's own class lies there too, and was not needed.
    assertThat(footprint.jarBytes())
        .isGreaterThan(bytes(Started.class).length)
        .isLessThan(bytes(Started.class).length + bytes(Used.class).length);
  }

  private static void copy(Class<?> from, Path to) throws Exception {
    Files.createDirectories(to.getParent());
    Files.write(to, bytes(from));
  }

  private static byte[] bytes(Class<?> from) throws Exception {
    try (InputStream in = from.getClassLoader().getResourceAsStream(file(from))) {
      return in.readAllBytes();
    }
  }

  private static String file(Class<?> of) {
    return of.getName().replace('.', '/') + ".class";
  }

  static final class Started {
    public static void main(String[] args) {
      new Used().run();
    }
  }

  static final class Used {
    void run() {
      // Long enough for the jar to pack it smaller than it is: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.
      System.getProperty("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    }
  }
}
