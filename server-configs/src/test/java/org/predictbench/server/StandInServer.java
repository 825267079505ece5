package org.predictbench.server;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/** Keeps the model server's contract, or breaks it in the way its first argument says. */
final class StandInServer {

  private StandInServer() {}

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
        Runtime.getRuntime().addShutdownHook(new Thread(StandInServer::sleepForEver));
        ready();
        sleepForEver();
      }
      case "parent-of-container" -> {
        var unused =
            new DockerLauncher((target, model) -> OptionalLong.of(7))
                .start(StandIns.CONTAINER, StandIns.docker(Path.of(args[1]), Path.of(args[2])));
        sleepForEver();
      }
      // Another JVM that launches a stand-in and writes its pid to the file of the second argument.
      case "parent" -> {
        Path pid = Path.of(args[1]);
        Path log = Path.of(args[2]);
        RunningServer server =
            StandIns.launcher("ready").start(StandIns.CONFIG, StandIns.spec(log));
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
    System.out.printf(
        "READY {\"port\":8500,\"socket\":\"\",\"pid\":%d,\"model\":\"m\",\"version\":\"7\","
            + "\"tensorflow\":\"2.18.0\",\"intra_op\":2,\"inter_op\":1,\"java\":\"%s\"}%n",
        ProcessHandle.current().pid(), ManagementFactory.getRuntimeMXBean().getVmVersion());
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
