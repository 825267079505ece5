package org.predictbench.bench.kind;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.predictbench.bench.result.ForkRecord;

/** A cell that a JMH fork measures; the fork's iterations are its time slices. */
public final class ForkedCell implements RunningCell {
  private final SliceGranter slices;
  private final CompletableFuture<ForkRecord> record;

  /**
   * @param socket where the fork asks for its time slices
   * @param fork runs the fork to its end; waits inside between the fork's slices
   */
  public ForkedCell(Path socket, Supplier<ForkRecord> fork, String name) {
    try {
      slices = SliceGranter.listen(socket);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, name));
    record = CompletableFuture.supplyAsync(() -> toItsEnd(fork), thread);
    thread.shutdown();
  }

  private ForkRecord toItsEnd(Supplier<ForkRecord> fork) {
    try {
      return fork.get();
    } finally {
      // A fork that ended asks for no time slice: whoever waits for it must not wait for ever.
      slices.close();
    }
  }

  @Override
  public boolean awaitReady() {
    return slices.awaitFork();
  }

  @Override
  public boolean warmUp() {
    // The fork's first time slice.
    return awaitSlice();
  }

  @Override
  public boolean awaitSlice() {
    return slices.grant() && slices.awaitEnd();
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(slices.pid());
  }

  @Override
  public ForkRecord finish() {
    // The last time slice is for tear-down.
    boolean unused = slices.grant();
    return record.join();
  }

  @Override
  public void close() {
    // The fork fails at its next time slice, and JMH then ends it.
    slices.close();
    record.exceptionally(failure -> null).join();
  }
}
