package org.predictbench.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.predictbench.bench.own.ClassPath;
import org.predictbench.bench.own.OwnClient;
import org.predictbench.bench.own.OwnClients;
import org.predictbench.bench.run.OwnCells;
import org.predictbench.client.PredictClientFactory;

/** The cells that users' own clients add to a load suite. */
final class OwnLoadCells {
  private OwnLoadCells() {}

  /**
   * Adds a cell for each client that the class path names as a service, on the server of the last
   * cell; none if a cell names a client of the class path itself.
   *
   * @param suite as its file has it
   */
  static void add(ObjectNode suite, ClassPath path) {
    if (path.isEmpty() || !(suite.path("cells") instanceof ArrayNode cells) || cells.isEmpty()) {
      return;
    }
    for (JsonNode cell : cells) {
      if (cell.path("client").has(OwnClient.CLASS)) {
        return;
      }
    }
    JsonNode server = cells.get(cells.size() - 1).path("server");
    List<PredictClientFactory> clients = OwnClients.on(path).all();
    for (PredictClientFactory client : clients) {
      ObjectNode cell = cells.addObject();
      cell.put("name", OwnCells.name(client));
      cell.put("step", client.name());
      cell.putObject("client").put(OwnClient.CLASS, client.getClass().getName());
      cell.set("server", server);
    }
  }
}
