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

/** A cell that a JMH fork measures; the fork's iterations are its turns. */
public final class ForkedCell implements RunningCell {
  private final TurnGiver turns;
  private final CompletableFuture<ForkRecord> record;

  /**
   * @param socket where the fork asks for its turns
   * @param fork runs the fork to its end; waits inside while it is not the fork's turn
   */
  public ForkedCell(Path socket, Supplier<ForkRecord> fork, String name) {
    try {
      turns = TurnGiver.listen(socket);
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
      // A fork that ended asks for no turn: whoever waits for it must not wait for ever.
      turns.close();
    }
  }

  @Override
  public boolean awaitReady() {
    return turns.awaitFork();
  }

  @Override
  public boolean rehearse() {
    // The fork's first turn.
    return takeTurn();
  }

  @Override
  public boolean takeTurn() {
    return turns.give() && turns.awaitReturn();
  }

  @Override
  public OptionalLong pid() {
    return OptionalLong.of(turns.pid());
  }

  @Override
  public ForkRecord finish() {
    // The last turn is for tear-down.
    boolean unused = turns.give();
    return record.join();
  }

  @Override
  public void close() {
    // The fork fails at its next turn, and JMH then ends it.
    turns.close();
    record.exceptionally(failure -> null).join();
  }
}
