package org.predictbench.bench.record;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Target;

/**
 * What to record.
 *
 * @param listen where callers connect to, without TLS; port 0 takes a free one
 * @param target where their calls go
 * @param out the file of records
 * @param append whether to go on with a file that is there already
 * @param share of the Predict, Classify and Regress calls that are recorded, above 0 and up to 1
 * @param seed by which these calls are picked
 * @param limits of the file
 * @param model the servable whose calls are recorded; all if empty
 * @param replies whether to record the replies as well
 * @param stop whether to end once the file is full, rather than pass calls on
 */
public record RecordRequest(
    InetSocketAddress listen,
    Target target,
    Path out,
    boolean append,
    double share,
    long seed,
    Limits limits,
    Optional<String> model,
    boolean replies,
    boolean stop) {
  private static final int MAX_PORT = 65_535;

  /**
   * Checks the values.
   *
   * @throws InputException if the share is none
   */
  public RecordRequest {
    if (!(share > 0 && share <= 1)) {
      throw new InputException("--sample must be above 0% and at most 100%");
    }
  }

  /**
   * Reads an address to listen on.
   *
   * @param text {@code HOST:PORT}; the host is never left out, since that would open the proxy to
   *     the network by accident
   * @throws InputException with one line that says what would be right
   */
  public static InetSocketAddress listen(String text) {
    int colon = text.lastIndexOf(':');
    if (colon <= 0 || !text.substring(colon + 1).matches("\\d{1,5}")) {
      throw new InputException(
          "--listen takes HOST:PORT, such as 127.0.0.1:8600, not '%s'".formatted(text));
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    if (port > MAX_PORT) {
      throw new InputException("--listen takes a port of at most 65535, not " + port);
    }
    String host = text.substring(0, colon);
    InetSocketAddress address = new InetSocketAddress(host.replaceFirst("^\\[(.*)]$", "$1"), port);
    if (address.isUnresolved()) {
      throw new InputException("--listen: unknown host '%s'".formatted(host));
    }
    return address;
  }
}
