package org.predictbench.bench.fork;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class JointSliceTest {
  private static final int THREADS = 4;

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final ExecutorService callers = Executors.newFixedThreadPool(THREADS, this::thread);
  private final CountDownLatch given = new CountDownLatch(1);
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicInteger returned = new AtomicInteger();

  @AfterEach
  void end() {
    callers.shutdownNow();
  }

  @Test
  void oneThreadAwaitsTheSliceOfAllAndTheLastEndsIt() throws Exception {
    JointSlice slice = new JointSlice(THREADS, this::awaitGiven, returned::incrementAndGet);
    List<Future<Void>> entered = enter(slice);
    awaitAllAsleep();
    assertThat(entered).noneMatch(Future::isDone);
    given.countDown();
    for (Future<Void> each : entered) {
      each.get();
    }
    assertThat(taken).hasValue(1);
    for (int i = 1; i <= THREADS; i++) {
      slice.leave();
      assertThat(returned).hasValue(i / THREADS);
    }
    for (Future<Void> each : enter(slice)) {
      each.get();
    }
    assertThat(taken).hasValue(2);
  }

  /** Neither spins nor looks again and again: that would be time of the fork whose turn it is. */
  @Test
  void threadsThatWaitUseNoProcessor() throws Exception {
    JointSlice slice = new JointSlice(THREADS, this::awaitGiven, returned::incrementAndGet);
    List<Future<Void>> entered = enter(slice);
    awaitAllAsleep();
    assertThat(taken).hasValue(1);
    given.countDown();
    for (Future<Void> each : entered) {
      each.get();
    }
  }

  @Test
  void aSliceThatCannotBeAwaitedFailsAll() {
    JointSlice slice =
        new JointSlice(
            THREADS,
            () -> {
              throw new IllegalStateException("the harness grants no more time slices");
            },
            returned::incrementAndGet);
    List<String> messages = new ArrayList<>();
    for (Future<Void> each : enter(slice)) {
      assertThatThrownBy(each::get)
          .isInstanceOf(ExecutionException.class)
          .satisfies(e -> messages.add(e.getCause().getMessage()));
    }
    assertThat(messages)
        .containsOnlyOnce("the harness grants no more time slices")
        .hasSize(THREADS);
  }

  @Test
  void aThreadThatFailedInItsSliceKeepsNobodyWaiting() throws Exception {
    JointSlice slice = new JointSlice(2, taken::incrementAndGet, returned::incrementAndGet);
    Future<Void> other = callers.submit(() -> enter(slice, true));
    enter(slice, false);
    other.get();
    assertThat(returned).hasValue(0);

    Future<Void> waiting = callers.submit(() -> enter(slice, false));
    awaitAllAsleep();
    slice.fail();
    assertThatThrownBy(waiting::get).hasMessageContaining("another thread of this fork failed");
    assertThatThrownBy(() -> enter(slice, false)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void oneThreadEndsItForAll() throws Exception {
    JointSlice slice = new JointSlice(THREADS, taken::incrementAndGet, returned::incrementAndGet);
    AtomicInteger ended = new AtomicInteger();
    List<Future<Void>> ends = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      ends.add(
          callers.submit(
              () -> {
                slice.finish(ended::incrementAndGet);
                return null;
              }));
    }
    for (Future<Void> each : ends) {
      each.get();
    }
    assertThat(taken).hasValue(1);
    assertThat(ended).hasValue(1);
    assertThat(returned).hasValue(0);
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task);
    threads.add(thread);
    return thread;
  }

  /** Not {@code TIMED_WAITING}, as a thread is that sleeps a little and looks again. */
  private void awaitAllAsleep() {
    await()
        .untilAsserted(
            () ->
                assertThat(threads)
                    .isNotEmpty()
                    .extracting(Thread::getState)
                    .containsOnly(Thread.State.WAITING));
  }

  private static Void enter(JointSlice slice, boolean leave) throws InterruptedException {
    slice.enter();
    if (leave) {
      slice.leave();
    }
    return null;
  }

  private List<Future<Void>> enter(JointSlice slice) {
    List<Future<Void>> entered = new ArrayList<>();
    Callable<Void> enter = () -> enter(slice, false);
    for (int i = 0; i < THREADS; i++) {
      entered.add(callers.submit(enter));
    }
    return entered;
  }

  private void awaitGiven() {
    taken.incrementAndGet();
    try {
      given.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
