package org.predictbench.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What cannot be recorded is refused in one line, before anything is listened on. */
class RecordCommandTest {
  @TempDir private Path folder;

  @Test
  void argumentsThatMakeNoSenseAreRefused() {
    refused("record needs a server that runs already: --target");
    refused("record needs a server", "--target", "docker:tensorflow/serving:2.18.1");
    refused("target 'here' has no port", "--target", "here");
    refused("HOST:PORT, tls:HOST:PORT or unix:PATH, not", "--target", "in-process:x");
    refused("--listen takes HOST:PORT", "--target", "h:1", "--listen", "8600");
    refused("--listen takes HOST:PORT", "--target", "h:1", "--listen", ":8600");
    refused("at most 65535", "--target", "h:1", "--listen", "127.0.0.1:99999");
    refused("--sample must be above 0%", "--target", "h:1", "--sample", "101%");
    refused("expected a percentage", "--target", "h:1", "--sample", "0.1");
    refused("expected a size such as 500MB", "--target", "h:1", "--max-bytes", "500");
    refused("expected a size such as 500MB", "--target", "h:1", "--max-bytes", "999999999TiB");
    refused("--max must be at least 1", "--target", "h:1", "--max", "0");
  }

  @Test
  void filesAndPortsInUseAreRefusedAndLeftAlone() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.txt"), "a letter to somebody");
    refused("is there already: add --append", "--target", "h:1", "--out", mine.toString());
    refused("cannot be appended to", "--target", "h:1", "--append", "--out", mine.toString());
    assertThat(mine).hasContent("a letter to somebody");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      refused("cannot listen on " + address, "--target", "h:1", "--listen", address);
    }
  }

  @Test
  void sizesHaveDecimalAndBinaryUnits() {
    ByteSize.Converter converter = new ByteSize.Converter();
    assertThat(converter.convert("1GB").bytes()).isEqualTo(1_000_000_000);
    assertThat(converter.convert("1.5 kB").bytes()).isEqualTo(1500);
    assertThat(converter.convert("2MiB").bytes()).isEqualTo(2 << 20);
  }

  private void refused(String expected, String... args) {
    List<String> all = new ArrayList<>(List.of("record"));
    all.addAll(List.of(args));
    if (!all.contains("--out")) {
      all.addAll(List.of("--out", folder.resolve("requests.tfrecord").toString()));
    }
    CommandLine commandLine = Cli.commandLine();
    StringWriter err = new StringWriter();
    commandLine.setErr(new PrintWriter(err, true));
    assertThat(commandLine.execute(all.toArray(String[]::new))).isEqualTo(Cli.UNUSABLE);
    assertThat(err.toString().lines()).singleElement().asString().startsWith("error: ");
    assertThat(err.toString()).contains(expected);
  }
}
