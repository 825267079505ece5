package org.predictbench.client.peers;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictException;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Target;
import org.predictbench.client.TestTensors;

/**
 * One client at one peer in one situation: makes its calls and counts how they end. Calls may be
 * made by any number of threads.
 */
final class Visit implements AutoCloseable {
  /** 20 KB, more than a frame. */
  static final Inputs SMALL = TestTensors.input(5000, 5000);

  /** What a server, or by way of an HTTP status a proxy, refuses a call with that is too large. */
  private static final Set<Status.Code> REFUSALS =
      EnumSet.of(Status.Code.RESOURCE_EXHAUSTED, Status.Code.INTERNAL, Status.Code.UNKNOWN);

  private final PeerClient kind;
  private final Peer peer;
  private final Deque<PredictClient> clients = new ConcurrentLinkedDeque<>();
  private final AtomicLong slowestMillis = new AtomicLong();
  private final Map<String, Integer> wrong = new TreeMap<>();
  private int right;
  private String first = "";

  Visit(PeerClient kind, Peer peer) {
    this.kind = kind;
    this.peer = peer;
  }

  Peer peer() {
    return peer;
  }

  /** The client of this visit. */
  PredictClient client() {
    return clients.isEmpty() ? another() : clients.peekLast();
  }

  /** One more, which has no connection yet and makes the visit's calls from here on. */
  PredictClient another() {
    return to(peer.front().target());
  }

  PredictClient to(Target target) {
    clients.addLast(kind.open(target, SMALL));
    return clients.peekLast();
  }

  /** A call that should be answered with its inputs. */
  void echo() {
    echo(RequestOptions.DEFAULT);
  }

  /** The same, which the server is to answer in that way. */
  void echo(String behaviour) {
    echo(behaviour(behaviour));
  }

  void echo(RequestOptions options) {
    echo(SMALL, options);
  }

  void echo(Inputs inputs, RequestOptions options) {
    answered(inputs, options, TestTensors.echo(inputs));
  }

  /** A call that should be answered with no outputs. */
  void empty(Inputs inputs, RequestOptions options) {
    answered(inputs, options, Outputs.of(Map.of()));
  }

  private Outputs call(Inputs inputs, RequestOptions options) {
    long start = System.nanoTime();
    try {
      return client().predict(inputs, options);
    } finally {
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      slowestMillis.accumulateAndGet(millis, Math::max);
    }
  }

  private void answered(Inputs inputs, RequestOptions options, Outputs expected) {
    try {
      Outputs answer = call(inputs, options);
      count(answer.sameBitsAs(expected), "another answer");
    } catch (PredictException e) {
      failed(false, e);
    }
  }

  /** A call that should end with one of these codes. */
  void fails(Inputs inputs, RequestOptions options, Set<Status.Code> codes) {
    try {
      Outputs unused = call(inputs, options);
      count(false, "an answer");
    } catch (PredictException e) {
      failed(codes.contains(e.code()), e);
    }
  }

  void fails(RequestOptions options, Status.Code first, Status.Code... more) {
    fails(SMALL, options, EnumSet.of(first, more));
  }

  /** A call that the peer may answer or, as it is beyond its limits, refuse in any clear way. */
  void answeredOrRefused(RequestOptions options) {
    try {
      Outputs answer = call(SMALL, options);
      count(answer.sameBitsAs(TestTensors.echo(SMALL)), "another answer");
    } catch (PredictException e) {
      failed(REFUSALS.contains(e.code()), e);
    }
  }

  /** The code and the text that a call should end with. */
  void fails(String behaviour, Status.Code code, String message) {
    try {
      Outputs unused = call(SMALL, behaviour(behaviour));
      count(false, "an answer");
    } catch (PredictException e) {
      if (e.code() == code) {
        count(message.equals(e.getMessage()), "another text");
      } else {
        failed(false, e);
      }
    }
  }

  static RequestOptions behaviour(String behaviour) {
    return RequestOptions.DEFAULT.withHeader("behaviour", behaviour);
  }

  /** One more call that failed, as it should or not. */
  synchronized void failed(boolean asItShould, PredictException how) {
    count(asItShould, how.code().name());
    if (!asItShould && first.isEmpty()) {
      first = how.getMessage();
    }
  }

  /** One more call, that ended as it should or in that way. */
  synchronized void count(boolean asItShould, String how) {
    if (asItShould) {
      right++;
    } else {
      wrong.merge(how, 1, Integer::sum);
    }
  }

  /** Does the same in so many threads at once. */
  void inThreads(int count, Script script) throws InterruptedException {
    client();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = i;
      threads.add(
          new Thread(
              () -> {
                try {
                  script.run(number);
                } catch (RuntimeException e) {
                  count(false, e.getClass().getSimpleName());
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  /** What a thread of that number does. */
  @FunctionalInterface
  interface Script {
    void run(int number);
  }

  synchronized Outcome outcome() {
    return new Outcome(right, Map.copyOf(wrong), first, slowestMillis.get());
  }

  @Override
  public void close() {
    clients.forEach(PredictClient::close);
  }
}
