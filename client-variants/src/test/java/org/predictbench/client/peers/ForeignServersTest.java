package org.predictbench.client.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clients at servers and proxies that others wrote, in every situation: ours does what is right
 * there, and nowhere worse than Netty's. Peers that this machine lacks are skipped. The table is
 * printed, and written to {@code target/peers.md}.
 *
 * <p>{@code -Dpredictbench.peers=} names the peers to try, {@code -Dpredictbench.situations=} words
 * that a situation's name holds, {@code -Dpredictbench.peers.calls=} how many calls each of many
 * threads makes.
 */
class ForeignServersTest {
  private static final Path PAGE = Path.of("target", "peers.md");

  @TestFactory
  @Timeout(600)
  Stream<DynamicTest> oursIsRightAndNoWorseThanNettys(@TempDir Path folder) throws Exception {
    PeerTable table = new PeerTable(situations(), peers(), clients(), folder);
    table.fill();
    String page = new PeerPage(table).markdown();
    System.out.println(page);
    Files.createDirectories(PAGE.getParent());
    Files.writeString(PAGE, page);
    return table.places().stream()
        .map(
            place ->
                DynamicTest.dynamicTest(
                    place.situation().name() + ": " + place.peer().title(),
                    () -> assertThat(table.verdict(place)).isEmpty()));
  }

  private static List<Situation> situations() {
    List<Situation> all = new ArrayList<>();
    all.addAll(CallSituations.all(Integer.getInteger("predictbench.peers.calls", 30)));
    all.addAll(EndSituations.all());
    all.addAll(ConnectionSituations.all());
    all.addAll(ProxySituations.all());
    String words = System.getProperty("predictbench.situations", "");
    return all.stream().filter(situation -> situation.name().contains(words)).toList();
  }

  private static List<PeerKind> peers() throws IOException, InterruptedException {
    List<PeerKind> here = new ArrayList<>();
    List<String> wanted = List.of(System.getProperty("predictbench.peers", "").split(","));
    for (PeerKind kind : PeerKind.values()) {
      Optional<String> reason = kind.unavailable();
      reason.ifPresent(System.out::println);
      if (reason.isEmpty() && (wanted.contains("") || wanted.contains(kind.name()))) {
        here.add(kind);
      }
    }
    return here;
  }

  private static List<PeerClient> clients() {
    List<String> wanted = List.of(System.getProperty("predictbench.clients", "").split(","));
    return Arrays.stream(PeerClient.values())
        .filter(client -> wanted.contains("") || wanted.contains(client.name()))
        .filter(client -> client.unavailable().isEmpty())
        .toList();
  }
}
