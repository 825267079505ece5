package org.predictbench.client;

import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Hears what Netty's leak detector says, and sees which of our threads still run. */
final class LeakWatch extends Handler implements AutoCloseable {
  // Held, or the logger and this handler with it could be collected.
  private final Logger detector = Logger.getLogger("io.netty.util.ResourceLeakDetector");
  private final List<String> reports = new CopyOnWriteArrayList<>();

  LeakWatch() {
    detector.addHandler(this);
  }

  /** Buffers that were collected before they were released. */
  List<String> leakedBuffers() throws InterruptedException {
    for (int i = 0; i < 5; i++) {
      System.gc();
      Thread.sleep(50);
      // The detector reports when the next buffer is allocated.
      PooledByteBufAllocator.DEFAULT.directBuffer(1).release();
    }
    return reports;
  }

  /** Threads of clients that run now; those of a client just closed take a moment to end. */
  static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .filter(name -> name.startsWith("predict-client"))
        .toList();
  }

  @Override
  public void publish(LogRecord record) {
    if (record.getMessage().contains("LEAK")) {
      reports.add(record.getMessage());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    detector.removeHandler(this);
  }
}
