package org.predictbench.client.peers;

import java.util.EnumSet;
import java.util.Set;

/**
 * A row of the table.
 *
 * @param name as the table has it
 * @param right how its calls should end, in words
 * @param peers those it can be tried with
 * @param natures what sets it apart
 */
record Situation(
    String name,
    String right,
    Set<PeerKind> peers,
    Setup setup,
    Set<Nature> natures,
    Script script) {

  /** What sets a situation apart. */
  enum Nature {
    /** Calls may fail that no client can save: a share of them may, and no more than Netty's. */
    BY_CHANCE,
    /** Leaves the peer in a state that the next client would feel. */
    SPOILS
  }

  /** What a client does there; counts its calls. */
  @FunctionalInterface
  interface Script {
    void play(Visit visit) throws Exception;
  }

  static Situation of(String name, String right, Set<PeerKind> peers, Setup setup, Script script) {
    return new Situation(name, right, peers, setup, EnumSet.noneOf(Nature.class), script);
  }

  Situation with(Nature nature) {
    EnumSet<Nature> more = EnumSet.of(nature);
    more.addAll(natures);
    return new Situation(name, right, peers, setup, more, script);
  }

  boolean byChance() {
    return natures.contains(Nature.BY_CHANCE);
  }

  boolean spoils() {
    return natures.contains(Nature.SPOILS);
  }

  boolean appliesTo(PeerKind peer) {
    return peers.contains(peer)
        && peer.proxy().map(proxy -> proxy.supports(setup.traits())).orElse(true);
  }
}
