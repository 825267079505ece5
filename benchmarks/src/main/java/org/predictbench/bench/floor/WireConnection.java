package org.predictbench.bench.floor;

import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/**
 * One connection's HTTP/2, for clients that mean well: reads frames where the socket left them, and
 * answers each stream that has ended. For the thread that runs it.
 */
final class WireConnection implements Runnable {
  private static final int PREFACE_BYTES = 24;
  private static final int HEADER_BYTES = 9;
  private static final int SETTING_BYTES = 6;
  private static final int SETTINGS_HEADER_TABLE_SIZE = 1;
  private static final int SETTINGS_INITIAL_WINDOW_SIZE = 4;
  private static final int FIRST_WINDOW = 65_535;

  /** After so many bytes that came, the client gets the connection's window back. */
  private static final int RENEW_WINDOW = 1 << 30;

  private static final int READ_BYTES = 1 << 20;
  private static final int WRITE_BYTES = 1 << 16;

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(READ_BYTES);
  private final ByteBuffer out = ByteBuffer.allocateDirect(WRITE_BYTES);
  private final WireReplies replies = new WireReplies();
  private final Map<Integer, WireRequest> open = new HashMap<>();
  private final Queue<WireRequest> unanswered = new ArrayDeque<>();

  // Of the frame of data that is being read.
  private WireRequest current;
  private int left;
  private boolean endsStream;

  private int received;
  private long window = FIRST_WINDOW;

  WireConnection(SocketChannel channel) {
    this.channel = channel;
  }

  @Override
  public void run() {
    try (channel) {
      Sockets.withoutDelay(channel);
      greet();
      while (true) {
        if (channel.read(in) < 0) {
          throw new EOFException("the client closed the connection");
        }
        in.flip();
        while (takeFrame()) {}
        in.compact();
        answer();
        flush();
      }
    } catch (EOFException | SocketException e) {
      // The client is done, perhaps without waiting for all of its answers.
    } catch (IOException e) {
      System.err.println("wire: " + e.getMessage());
    }
  }

  /** Both prefaces, and windows that no request fills. */
  private void greet() throws IOException {
    Sockets.read(channel, in.limit(PREFACE_BYTES));
    in.clear();
    frame(SETTING_BYTES, Http2FrameTypes.SETTINGS, 0);
    out.putShort((short) SETTINGS_INITIAL_WINDOW_SIZE).putInt(Integer.MAX_VALUE);
    renewWindow(Integer.MAX_VALUE - FIRST_WINDOW);
    flush();
  }

  /** Takes the next frame, or the piece of one that is there; false if there is none. */
  private boolean takeFrame() throws IOException {
    if (current != null) {
      return takeData();
    }
    if (in.remaining() < HEADER_BYTES) {
      return false;
    }
    int start = in.position();
    int length = in.getInt(start) >>> 8;
    byte type = in.get(start + 3);
    int flags = in.get(start + 4);
    int stream = in.getInt(start + 5) & Integer.MAX_VALUE;
    if (type == Http2FrameTypes.DATA) {
      in.position(start + HEADER_BYTES);
      if ((flags & Http2Flags.PADDED) != 0) {
        throw new IOException("padded data, which none of our clients sends");
      }
      current = open.computeIfAbsent(stream, WireRequest::new);
      left = length;
      endsStream = (flags & Http2Flags.END_STREAM) != 0;
      return takeData();
    }
    if (HEADER_BYTES + length > in.capacity()) {
      throw new IOException("a frame of " + length + " bytes");
    }
    if (in.remaining() < HEADER_BYTES + length) {
      return false;
    }
    control(type, flags, stream, in.slice(start + HEADER_BYTES, length));
    in.position(start + HEADER_BYTES + length);
    return true;
  }

  private boolean takeData() throws IOException {
    int count = Math.min(left, in.remaining());
    if (count > 0) {
      current.take(in, count);
      left -= count;
      received += count;
    }
    if (left > 0) {
      return false;
    }
    if (received >= RENEW_WINDOW) {
      renewWindow(received);
      received = 0;
    }
    if (endsStream) {
      unanswered.add(open.remove(current.stream()));
    }
    current = null;
    return true;
  }

  private void control(byte type, int flags, int stream, ByteBuffer payload) throws IOException {
    switch (type) {
      case Http2FrameTypes.SETTINGS -> {
        if ((flags & Http2Flags.ACK) == 0) {
          settings(payload);
        }
      }
      case Http2FrameTypes.PING -> {
        if ((flags & Http2Flags.ACK) == 0) {
          room(HEADER_BYTES + Long.BYTES);
          frame(Long.BYTES, Http2FrameTypes.PING, Http2Flags.ACK);
          out.put(payload);
        }
      }
      case Http2FrameTypes.WINDOW_UPDATE -> {
        if (stream == 0) {
          window += payload.getInt() & Integer.MAX_VALUE;
        }
      }
      case Http2FrameTypes.RST_STREAM -> open.remove(stream);
      default -> {
        // Headers say nothing that changes the answer; the rest asks for nothing.
      }
    }
  }

  private void settings(ByteBuffer payload) throws IOException {
    while (payload.hasRemaining()) {
      int key = payload.getShort();
      int value = payload.getInt();
      if (key == SETTINGS_INITIAL_WINDOW_SIZE && value >= 0 && value < replies.dataBytes()) {
        throw new IOException("a client whose streams take " + value + " bytes");
      }
      if (key == SETTINGS_HEADER_TABLE_SIZE) {
        replies.limitTable(value);
      }
    }
    room(HEADER_BYTES);
    frame(0, Http2FrameTypes.SETTINGS, Http2Flags.ACK);
  }

  /** Answers those streams that have ended, as far as the client's window goes. */
  private void answer() throws IOException {
    while (!unanswered.isEmpty() && window >= replies.dataBytes()) {
      WireRequest request = unanswered.remove();
      room(replies.mostBytes());
      replies.write(out, request.stream(), request.lastWord());
      window -= replies.dataBytes();
    }
  }

  private void renewWindow(int increment) throws IOException {
    room(HEADER_BYTES + Integer.BYTES);
    frame(Integer.BYTES, Http2FrameTypes.WINDOW_UPDATE, 0);
    out.putInt(increment);
  }

  /** A frame's header, of the connection itself. */
  private void frame(int length, byte type, int flags) {
    WireReplies.frame(out, length, type, flags, 0);
  }

  private void room(int bytes) throws IOException {
    if (out.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    out.flip();
    Sockets.write(channel, out);
    out.clear();
  }
}
