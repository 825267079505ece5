package org.predictbench.bench.floor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ServerSocketChannel;
import org.predictbench.bench.process.ParentWatch;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;

/**
 * The least that a server of gRPC can do: a thread for each connection receives each request to its
 * end, and answers with a classifier's reply of a thousand and one classes. No header is looked at,
 * no message is built, no model runs. It works as the bare socket's other end does, so that what a
 * client takes beyond that is HTTP/2's and its own.
 */
public final class WireServer {
  private WireServer() {}

  /** The process; its argument is a path to listen on, or empty for a free TCP port. */
  public static void main(String[] args) throws IOException {
    ParentWatch.start();
    try (ServerSocketChannel listener = Sockets.listen(args[0])) {
      System.out.println(Sockets.port(listener));
      System.out.flush();
      while (true) {
        new Thread(new WireConnection(listener.accept())).start();
      }
    }
  }

  /**
   * Whether an answer came from this server after it had read all of the request: its last
   * probability has the bits of the last four bytes that were sent.
   *
   * @param request the message without gRPC's prefix
   */
  public static boolean echoes(byte[] request, Outputs answer) {
    Tensor probabilities = answer.tensor("probabilities");
    float returned = probabilities.floatAt(probabilities.elements() - 1);
    int sent =
        ByteBuffer.wrap(request)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt(request.length - Integer.BYTES);
    return sent == Float.floatToRawIntBits(returned);
  }
}
