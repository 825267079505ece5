package org.predictbench.client.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The running peers of one kind: one for each setup, and more for situations that spoil theirs. */
final class Peers implements AutoCloseable {
  private final PeerKind kind;
  private final Path folder;
  private final Map<Setup, Peer> shared = new HashMap<>();
  private final List<Peer> all = new ArrayList<>();

  Peers(PeerKind kind, Path folder) {
    this.kind = kind;
    this.folder = folder;
  }

  /** One to play that situation with, once. */
  Peer peer(Situation situation) throws IOException, InterruptedException {
    Peer running = situation.spoils() ? null : shared.get(situation.setup());
    if (running == null) {
      running = Peer.start(kind, situation.setup(), folder);
      all.add(running);
      if (!situation.spoils()) {
        shared.put(situation.setup(), running);
      }
    }
    return running;
  }

  @Override
  public void close() {
    all.forEach(Peer::close);
  }
}
