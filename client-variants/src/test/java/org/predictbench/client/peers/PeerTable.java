package org.predictbench.client.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Client × peer × situation: makes the cells, one peer's beside another's, and judges them. */
final class PeerTable {
  /** By so much the slowest call may take longer than Netty's. */
  private static final long MOST_MILLIS_LONGER = 2000;

  /** What of their calls those that are subject to chance must bring home. */
  private static final double LEAST_SHARE = 0.7;

  /** A row and a column of the table. */
  record Place(Situation situation, PeerKind peer) {}

  private final List<Situation> situations;
  private final List<PeerKind> peers;
  private final List<PeerClient> clients;
  private final Path folder;
  private final Map<Place, Map<PeerClient, Outcome>> cells = new ConcurrentHashMap<>();
  private final Map<Place, Exception> failures = new ConcurrentHashMap<>();

  /**
   * A table without cells.
   *
   * @param folder for the peers' files
   */
  PeerTable(
      List<Situation> situations, List<PeerKind> peers, List<PeerClient> clients, Path folder) {
    this.situations = situations;
    this.peers = peers;
    this.clients = clients;
    this.folder = folder;
  }

  List<Situation> situations() {
    return situations;
  }

  List<PeerKind> peers() {
    return peers;
  }

  /** Makes all cells, with a thread for each peer. */
  void fill() throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    for (PeerKind kind : peers) {
      threads.add(new Thread(() -> fill(kind), "peer-" + kind));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void fill(PeerKind kind) {
    try (Peers running = new Peers(kind, folder)) {
      for (Place place : places()) {
        if (place.peer() == kind) {
          cells.put(place, outcomes(place, running));
          if (verdict(place).isPresent()) {
            // The machine may have stood still. What is wrong of itself is so again.
            failures.remove(place);
            cells.put(place, outcomes(place, running));
          }
        }
      }
    }
  }

  /** Those where the situation applies to the peer. */
  List<Place> places() {
    return situations.stream()
        .flatMap(situation -> peers.stream().map(peer -> new Place(situation, peer)))
        .filter(place -> place.situation().appliesTo(place.peer()))
        .toList();
  }

  private Map<PeerClient, Outcome> outcomes(Place place, Peers running) {
    Map<PeerClient, Outcome> outcomes = new EnumMap<>(PeerClient.class);
    for (PeerClient client : clients) {
      try (Visit visit = new Visit(client, running.peer(place.situation()))) {
        place.situation().script().play(visit);
        outcomes.put(client, visit.outcome());
      } catch (Exception e) {
        failures.put(place, e);
      }
    }
    return outcomes;
  }

  /** The clients' outcomes there; empty where the situation does not apply. */
  Map<PeerClient, Outcome> at(Place place) {
    return cells.getOrDefault(place, Map.of());
  }

  /** What is wrong with one of our clients' outcomes there; empty if nothing. */
  Optional<String> verdict(Place place) {
    Exception failure = failures.get(place);
    if (failure != null) {
      return Optional.of("no outcome: " + failure);
    }
    return at(place).keySet().stream()
        .filter(PeerClient::isOwn)
        .flatMap(own -> fault(place, own).map(what -> own.title() + ": " + what).stream())
        .findFirst();
  }

  private Optional<String> fault(Place place, PeerClient client) {
    Outcome own = at(place).get(client);
    if (!place.situation().byChance() && own.wrongs() > 0) {
      return Optional.of("not all right: %s, the first: %s".formatted(own, own.first()));
    }
    if (own.right() < LEAST_SHARE * own.calls()) {
      return Optional.of("too few right: %s, the first: %s".formatted(own, own.first()));
    }
    return at(place).entrySet().stream()
        .filter(each -> each.getKey().isNetty() && isWorse(own, each.getValue()))
        .map(
            each ->
                "%s, a call of %d ms, where %s has %s, a call of %d ms"
                    .formatted(
                        own,
                        own.slowestMillis(),
                        each.getKey().title(),
                        each.getValue(),
                        each.getValue().slowestMillis()))
        .findFirst();
  }

  /** More wrong calls than three standard deviations of counts so small explain, or slower. */
  private static boolean isWorse(Outcome own, Outcome other) {
    double spread = 3 * Math.sqrt(own.wrongs() + (double) other.wrongs());
    return own.wrongs() > other.wrongs() + spread
        || own.slowestMillis() > other.slowestMillis() + MOST_MILLIS_LONGER;
  }
}
