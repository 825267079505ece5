package org.predictbench.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.predictbench.bench.files.FailureText;
import org.predictbench.bench.files.InputException;
import org.predictbench.bench.load.fault.Fault;
import org.predictbench.bench.load.fault.FaultProxy;
import org.predictbench.bench.load.send.Calls;
import org.predictbench.bench.load.suite.LoadSuite;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.RequestCycle;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.axis.Transport;

/**
 * A server, the client that is to load it, and between them, if something is to go wrong, a proxy.
 */
final class CellUnderLoad implements AutoCloseable {
  private static final Duration BEYOND_DEADLINE = Duration.ofSeconds(2);

  private final Supplier<ServerUnderTest> servers;
  private final List<Fault> faults;
  private final Transport transport;
  private final FaultProxy proxy;
  private final PredictClient client;
  private final Calls calls;
  private ServerUnderTest server;

  /**
   * Starts the server and has its first answer.
   *
   * @throws InputException if client, server and model do not go together
   */
  CellUnderLoad(
      LoadSuite suite,
      Cell cell,
      CallPlan plan,
      ClassPath classPath,
      Supplier<ServerUnderTest> servers)
      throws IOException {
    this.servers = servers;
    this.faults = suite.faults();
    LoadClient chosen = LoadClient.of(cell, classPath);
    this.transport = chosen.transport();
    this.server = servers.get();
    try {
      Target target = server.target(transport);
      this.proxy = faults.isEmpty() ? null : new FaultProxy(address(target));
      this.client =
          chosen.open(
              proxy == null ? target : new Target.Tcp("127.0.0.1", proxy.port()),
              plan.model(server.model(), cell.workload().signature()),
              suite.deadline());
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    try {
      RequestCycle requests =
          new RequestCycle(plan.requests().repeated(suite.batch()), suite.likeness());
      this.calls =
          new Calls(client, options(plan, suite), requests, suite.deadline().plus(BEYOND_DEADLINE));
      requireAnswer();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** A client of a user's own knows no other deadline than a call's. */
  private static RequestOptions options(CallPlan plan, LoadSuite suite) {
    return plan.options().deadline().isPresent()
        ? plan.options()
        : plan.options().withDeadline(suite.deadline());
  }

  private void requireAnswer() {
    try {
      calls.requests().check(0, client.predict(calls.requests().get(0), calls.options()));
    } catch (PredictException e) {
      throw new InputException(
          "model '%s' does not answer to %s: %s: %s; say what to send: --requests, or --shape and --fill"
              .formatted(server.model(), calls.requests().get(0), e.code(), e.getMessage()),
          e);
    }
  }

  private static InetSocketAddress address(Target target) {
    if (target instanceof Target.Tcp tcp) {
      return new InetSocketAddress(tcp.host(), tcp.port());
    }
    throw new InputException("faults need a client that reaches its server by TCP");
  }

  Calls calls() {
    return calls;
  }

  ServerUnderTest server() {
    return server;
  }

  /** Lets the suite's faults happen, from now on, until closed. */
  Faults beginFaults() {
    return new Faults();
  }

  /** The faults of one load. */
  final class Faults implements AutoCloseable {
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();
    private volatile Exception failure;

    private Faults() {
      long start = System.nanoTime();
      for (Fault fault : faults) {
        Thread thread = new Thread(() -> happen(fault, start), "fault");
        threads.add(thread);
        thread.start();
      }
    }

    private void happen(Fault fault, long start) {
      try {
        if (within(start + fault.at().toNanos())) {
          switch (fault.kind()) {
            case STALL -> proxy.stall(fault.lasts());
            case SLOW -> proxy.slow(fault.lasts(), fault.by());
            case REFUSE -> {
              proxy.refuse();
              var unused = within(System.nanoTime() + fault.lasts().toNanos());
              proxy.admit(proxy.upstream());
            }
            case KILL -> {
              server.kill();
              proxy.refuse();
              var unused = within(System.nanoTime() + fault.lasts().toNanos());
              restart();
            }
          }
        }
      } catch (IOException | InterruptedException | RuntimeException e) {
        failure = e;
      }
    }

    /** Waits; false if the load was over before. */
    private boolean within(long due) throws InterruptedException {
      return !over.await(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    /**
     * Waits for faults under way to end.
     *
     * @throws IllegalStateException if one could not be made to happen
     */
    @Override
    public void close() {
      over.countDown();
      try {
        for (Thread thread : threads) {
          thread.join();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (failure != null) {
        throw new IllegalStateException(
            "a fault did not happen: " + FailureText.of(failure), failure);
      }
    }
  }

  private void restart() {
    server.close();
    server = servers.get();
    proxy.admit(address(server.target(transport)));
  }

  @Override
  public void close() {
    client.close();
    try {
      if (proxy != null) {
        proxy.close();
      }
    } catch (IOException e) {
      // Nothing goes through it any more.
    }
    server.close();
  }
}
