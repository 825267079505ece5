package org.predictbench.client.http2;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What RFC 9113 fixes: the names of numbers, and frames that are written whole. */
final class Http2 {
  static final int HEADER_BYTES = 9;

  /** The payload that every peer must take, and the largest that ours may send. */
  static final int MAX_FRAME = 1 << 14;

  /** The most that a peer may say to take. */
  static final int LARGEST_FRAME = (1 << 24) - 1;

  static final int MAX_WINDOW = Integer.MAX_VALUE;
  static final int DEFAULT_WINDOW = 65_535;
  static final int CONNECTION = 0;

  /** After so many bytes that came, a client gives the connection's window back. */
  static final int RENEW_WINDOW = 1 << 30;

  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PUSH_PROMISE = 5;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 0x1;
  static final int ACK = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int PRIORITY = 0x20;

  static final int SETTINGS_ENABLE_PUSH = 2;
  static final int SETTINGS_MAX_CONCURRENT_STREAMS = 3;
  static final int SETTINGS_INITIAL_WINDOW_SIZE = 4;
  static final int SETTINGS_MAX_FRAME_SIZE = 5;

  static final int NO_ERROR = 0;
  static final int FLOW_CONTROL_ERROR = 3;
  static final int REFUSED_STREAM = 7;
  static final int CANCEL = 8;
  static final int ENHANCE_YOUR_CALM = 11;
  static final int INADEQUATE_SECURITY = 12;

  private static final String[] ERRORS = {
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED"
  };

  private static final int SETTING_BYTES = 6;
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private Http2() {}

  /** An error as the RFC calls it. */
  static String error(int code) {
    return code >= 0 && code < ERRORS.length ? ERRORS[code] : "error " + code;
  }

  static void header(ByteBuffer out, int length, int type, int flags, int stream) {
    out.putShort((short) (length >>> 8)).put((byte) length);
    out.put((byte) type).put((byte) flags).putInt(stream);
  }

  /**
   * How a client begins. Nobody pushes to us; and a reply may be as large as an int can say,
   * because a window that must be renewed would only slow calls down. Nothing is said of header
   * tables, which leaves them at the RFC's size: a server may use that much until it has read our
   * settings, and some answer before they have.
   */
  static void preface(ByteBuffer out) {
    out.put(PREFACE);
    header(out, 2 * SETTING_BYTES, SETTINGS, 0, CONNECTION);
    out.putShort((short) SETTINGS_ENABLE_PUSH).putInt(0);
    out.putShort((short) SETTINGS_INITIAL_WINDOW_SIZE).putInt(MAX_WINDOW);
    windowUpdate(out, MAX_WINDOW - DEFAULT_WINDOW);
  }

  /** How many bytes {@link #headers} takes. */
  static int headersSize(byte[] block) {
    int frames = Math.max(1, (block.length + MAX_FRAME - 1) / MAX_FRAME);
    return frames * HEADER_BYTES + block.length;
  }

  /** A call's headers, in as many frames as they need. */
  static void headers(ByteBuffer out, byte[] block, int stream) {
    int type = HEADERS;
    int at = 0;
    do {
      int count = Math.min(MAX_FRAME, block.length - at);
      int flags = at + count == block.length ? END_HEADERS : 0;
      header(out, count, type, flags, stream);
      out.put(block, at, count);
      at += count;
      type = CONTINUATION;
    } while (at < block.length);
  }

  static void windowUpdate(ByteBuffer out, int increment) {
    header(out, Integer.BYTES, WINDOW_UPDATE, 0, CONNECTION);
    out.putInt(increment);
  }

  static void settingsAck(ByteBuffer out) {
    header(out, 0, SETTINGS, ACK, CONNECTION);
  }

  static void pingAck(ByteBuffer out, long opaque) {
    header(out, Long.BYTES, PING, ACK, CONNECTION);
    out.putLong(opaque);
  }

  static void reset(ByteBuffer out, int stream, int error) {
    header(out, Integer.BYTES, RST_STREAM, 0, stream);
    out.putInt(error);
  }
}
