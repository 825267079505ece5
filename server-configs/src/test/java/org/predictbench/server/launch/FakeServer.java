package org.predictbench.server.launch;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.predictbench.server.container.DockerLauncher;
import org.predictbench.serving.ReadyLine;

/** Keeps the model server's contract, or breaks it in the way its first argument says. */
final class FakeServer {

  private FakeServer() {}

  public static void main(String[] args) throws Exception {
    switch (args[0]) {
      case "ready" -> {
        ready();
        exitOnStdinEof();
      }
      case "rewrites" -> {
        System.err.println("I auto_mixed_precision.cc] Converted 7/9 nodes to bfloat16 precision");
        ready();
        exitOnStdinEof();
      }
      case "dies" -> {
        System.err.println("Failed to start server. Error: no such model");
        System.exit(3);
      }
      case "never-ready" -> exitOnStdinEof();
      case "garbled" -> {
        System.out.println("READY {port");
        exitOnStdinEof();
      }
      case "stubborn" -> {
        // A hook that never ends: the JVM then outlives both SIGTERM and the end of its stdin.
        Runtime.getRuntime().addShutdownHook(new Thread(FakeServer::sleepForEver));
        ready();
        sleepForEver();
      }
      case "parent-of-container" -> {
        var unused =
            new DockerLauncher((target, model) -> OptionalLong.of(7))
                .start(
                    FakeServers.CONTAINER, FakeServers.docker(Path.of(args[1]), Path.of(args[2])));
        sleepForEver();
      }
      // Another JVM that launches a fake server and writes its pid to the file of the second
      // argument.
      case "parent" -> {
        Path pid = Path.of(args[1]);
        Path log = Path.of(args[2]);
        RunningServer server =
            FakeServers.launcher("ready").start(FakeServers.CONFIG, FakeServers.spec(log));
        Files.writeString(pid, Long.toString(server.facts().pid()), StandardCharsets.UTF_8);
        sleepForEver();
      }
      default -> throw new IllegalArgumentException(args[0]);
    }
  }

  private static void ready() {
    System.out.println("onednn_verbose,v1,info,cpu,isa:Intel AVX2");
    System.out.println("onednn_verbose,v1,primitive,create:cache_miss,cpu,convolution,jit:avx2,x");
    System.out.println("something else");
    System.out.println(
        new ReadyLine(
                8500,
                OptionalInt.empty(),
                Optional.empty(),
                ProcessHandle.current().pid(),
                "m",
                7,
                Optional.of("m.stub"),
                "2.18.0",
                2,
                1,
                Runtime.version().toString())
            .format());
  }

  private static void exitOnStdinEof() throws Exception {
    while (System.in.read() >= 0) {
      // Whatever comes is of no interest.
    }
    System.exit(0);
  }

  private static void sleepForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
