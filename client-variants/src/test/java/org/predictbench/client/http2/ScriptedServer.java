package org.predictbench.client.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.predictbench.client.Target;

/**
 * An HTTP/2 server that does as it is told, byte by byte: each connection plays the next script,
 * those beyond the last one play that again.
 */
final class ScriptedServer implements AutoCloseable {
  /** Of the text with which a client begins. */
  static final int PREFACE_BYTES = 24;

  /** A gRPC message of no bytes, which is an answer without outputs. */
  static final byte[] EMPTY_MESSAGE = new byte[5];

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final AtomicInteger connections = new AtomicInteger();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  ScriptedServer(Script... scripts) throws IOException {
    Thread acceptor =
        new Thread(
            () -> {
              try {
                while (true) {
                  Socket socket = listener.accept();
                  Script script =
                      scripts[Math.min(connections.getAndIncrement(), scripts.length - 1)];
                  new Thread(() -> play(script, socket)).start();
                }
              } catch (IOException e) {
                // Closed.
              }
            });
    acceptor.start();
  }

  /** What a connection does. */
  @FunctionalInterface
  interface Script {
    void play(Peer peer) throws IOException, InterruptedException;
  }

  private void play(Script script, Socket socket) {
    try (socket) {
      Peer peer = new Peer(socket);
      peers.add(peer);
      script.play(peer);
    } catch (IOException e) {
      // The client hung up.
    } catch (InterruptedException | AssertionError e) {
      failures.add(e);
    }
  }

  Target target() {
    return new Target.Tcp("127.0.0.1", listener.getLocalPort());
  }

  /** How many connections there were. */
  int connections() {
    return connections.get();
  }

  /** Those that began to play, in their order. */
  List<Peer> peers() {
    return peers;
  }

  /** What scripts found wrong. */
  List<Throwable> failures() {
    return failures;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Peer peer : peers) {
      peer.socket.close();
    }
  }

  /** A frame that the client sent. */
  record Frame(int type, int flags, int stream, byte[] payload) {}

  /** One connection, as a script sees it. */
  static final class Peer {
    private final Socket socket;
    private final DataInputStream in;
    private final List<Frame> received = new CopyOnWriteArrayList<>();

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      // Or what was said in several pieces would be lost by abort.
      socket.setTcpNoDelay(true);
      in = new DataInputStream(socket.getInputStream());
    }

    /** Everything that was read so far. */
    List<Frame> received() {
      return received;
    }

    /** Reads the preface and says hello. */
    void greet(int... settings) throws IOException {
      in.readNBytes(PREFACE_BYTES);
      send(settings(settings));
    }

    Frame read() throws IOException {
      int lengthAndType = in.readInt();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(lengthAndType >>> 8);
      if (payload.length < lengthAndType >>> 8) {
        throw new EOFException();
      }
      Frame frame = new Frame(lengthAndType & 0xff, flags, stream, payload);
      received.add(frame);
      return frame;
    }

    /** Reads until there is such a frame. */
    Frame await(int type) throws IOException {
      while (true) {
        Frame frame = read();
        if (frame.type() == type && !(type == Http2.SETTINGS && frame.flags() == 0)) {
          return frame;
        }
      }
    }

    /** Reads a whole request; returns its stream. */
    int awaitRequest() throws IOException {
      while (true) {
        Frame frame = await(Http2.DATA);
        if ((frame.flags() & Http2.END_STREAM) != 0) {
          return frame.stream();
        }
      }
    }

    void send(byte[]... frames) throws IOException {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] frame : frames) {
        all.write(frame);
      }
      socket.getOutputStream().write(all.toByteArray());
    }

    /** The answer without outputs. */
    void answer(int stream) throws IOException {
      send(answerTo(stream));
    }

    /** Answers one request after the other, until the client hangs up. */
    void serve() throws IOException {
      while (true) {
        answer(awaitRequest());
      }
    }

    /** Closes so that the client's bytes that were not read become a reset. */
    void abort() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Neither reads nor writes until this server closes. */
    void pause() {
      while (!socket.isClosed()) {
        ScriptedServer.pause(10);
      }
    }

    /** Says no more, and reads until the client hangs up. */
    void drain() throws IOException {
      socket.shutdownOutput();
      in.readAllBytes();
    }
  }

  static byte[] frame(int type, int flags, int stream, byte... payload) {
    ByteBuffer frame = ByteBuffer.allocate(Http2.HEADER_BYTES + payload.length);
    Http2.header(frame, payload.length, type, flags, stream);
    return frame.put(payload).array();
  }

  /** Keys and values in turn. */
  static byte[] settings(int... settings) {
    ByteBuffer payload = ByteBuffer.allocate(3 * settings.length);
    for (int i = 0; i < settings.length; i += 2) {
      payload.putShort((short) settings[i]).putInt(settings[i + 1]);
    }
    return frame(Http2.SETTINGS, 0, Http2.CONNECTION, payload.array());
  }

  static byte[] initialWindow(int bytes) {
    return settings(Http2.SETTINGS_INITIAL_WINDOW_SIZE, bytes);
  }

  static byte[] window(int stream, int more) {
    return frame(Http2.WINDOW_UPDATE, 0, stream, ints(more));
  }

  static byte[] ping() {
    return frame(Http2.PING, 0, Http2.CONNECTION, ints(1, 2));
  }

  static byte[] reset(int stream, int error) {
    return frame(Http2.RST_STREAM, 0, stream, ints(error));
  }

  static byte[] goAway(int lastStream, int error, String reason) {
    byte[] numbers = ints(lastStream, error);
    ByteBuffer payload = ByteBuffer.allocate(numbers.length + reason.length());
    payload.put(numbers).put(reason.getBytes(US_ASCII));
    return frame(Http2.GOAWAY, 0, Http2.CONNECTION, payload.array());
  }

  static byte[] data(int stream, int flags, byte... bytes) {
    return frame(Http2.DATA, flags, stream, bytes);
  }

  /** Names and values in turn, as literals that enter no table. */
  static byte[] headers(int stream, int flags, String... fields) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (int i = 0; i < fields.length; i += 2) {
      block.write(0);
      literal(block, fields[i]);
      literal(block, fields[i + 1]);
    }
    return frame(Http2.HEADERS, flags | Http2.END_HEADERS, stream, block.toByteArray());
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    if (text.length() > 126) {
      throw new IllegalArgumentException("longer than one byte can say: " + text);
    }
    block.write(text.length());
    block.writeBytes(text.getBytes(US_ASCII));
  }

  static byte[] grpcHeaders(int stream) {
    return headers(stream, 0, ":status", "200", "content-type", "application/grpc");
  }

  static byte[] trailers(int stream, int status) {
    return headers(stream, Http2.END_STREAM, "grpc-status", Integer.toString(status));
  }

  /** An error that a server gives before or instead of a message. */
  static byte[] error(int stream, int status, String message) {
    return headers(
        stream,
        Http2.END_STREAM,
        ":status",
        "200",
        "content-type",
        "application/grpc",
        "grpc-status",
        Integer.toString(status),
        "grpc-message",
        message);
  }

  static byte[] answerTo(int stream) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(grpcHeaders(stream));
    all.writeBytes(data(stream, 0, EMPTY_MESSAGE));
    all.writeBytes(trailers(stream, 0));
    return all.toByteArray();
  }

  static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  /** A wait that no test should need to be sure of anything but that something does not happen. */
  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
