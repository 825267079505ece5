package org.predictbench.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Passes bytes on in both directions. */
final class Relay {
  private Relay() {}

  static void between(Socket front, Socket back) {
    pump(front, back);
    pump(back, front);
  }

  private static void pump(Socket from, Socket to) {
    new Thread(
            () -> {
              try (from;
                  to;
                  InputStream in = from.getInputStream();
                  OutputStream out = to.getOutputStream()) {
                in.transferTo(out);
              } catch (IOException e) {
                // One end has gone.
              }
            })
        .start();
  }
}
