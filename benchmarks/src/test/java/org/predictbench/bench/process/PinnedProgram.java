package org.predictbench.bench.process;

import java.lang.reflect.Method;
import java.time.Instant;

/** A JVM of its own whose virtual threads wait: freely, and where they hold their carriers. */
final class PinnedProgram {
  static final int MILLIS = 60;

  private PinnedProgram() {}

  /** Waits in a class initializer, which no virtual thread can leave. */
  static final class Before {
    static {
      sleep();
    }
  }

  /** The same once more: a class is initialized once. */
  static final class After {
    static {
      sleep();
    }
  }

  public static void main(String[] args) throws Exception {
    PinnedThreads threads = PinnedThreads.watch().orElseThrow();
    virtually(() -> load("Before"));
    Instant moment = Instant.now();
    virtually(PinnedProgram::sleep);
    System.out.println(threads.since(moment));
    virtually(() -> load("After"));
    System.out.println(threads.since(moment));
    threads.close();
  }

  /** By reflection: this is compiled for a JDK without virtual threads. */
  private static void virtually(Runnable task) throws Exception {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    ((Thread) start.invoke(null, task)).join();
  }

  private static void load(String name) {
    try {
      Class.forName(PinnedProgram.class.getName() + "$" + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
