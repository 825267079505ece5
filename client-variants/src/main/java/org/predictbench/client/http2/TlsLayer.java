package org.predictbench.client.http2;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;

/**
 * TLS between a socket's bytes and the wire's. For one thread at a time that reads, and one that
 * writes, who may be two.
 */
final class TlsLayer {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** How much is encrypted before it is written at once. */
  private static final int RECORDS = 16;

  private final SSLEngine engine;
  private final int recordBytes;

  // The reader's: what came and is still to be decrypted, ready to take more.
  private final ByteBuffer arrived;
  // Decrypted, where the reader's buffer had no room; ready to be taken.
  private final ByteBuffer plain;
  // Whether there may be whole records that have arrived.
  private boolean more;

  // The writer's: what is encrypted and not yet written, ready to be written.
  private final ByteBuffer leaving;

  TlsLayer(SSLEngine engine) {
    this.engine = engine;
    recordBytes = engine.getSession().getPacketBufferSize();
    arrived = ByteBuffer.allocateDirect(4 * recordBytes);
    plain = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize()).limit(0);
    leaving = ByteBuffer.allocateDirect(RECORDS * recordBytes).limit(0);
  }

  /** Waits until the channel can be read or written. */
  @FunctionalInterface
  interface Waiter {
    void await(boolean toWrite) throws IOException;
  }

  /**
   * Agrees on keys, and on HTTP/2.
   *
   * @throws IOException if the other end is not to be trusted, or speaks no TLS, or no HTTP/2
   */
  void handshake(SocketChannel channel, Waiter waiter) throws IOException {
    engine.beginHandshake();
    while (true) {
      switch (engine.getHandshakeStatus()) {
        case NEED_TASK -> runTasks();
        case NEED_WRAP -> {
          engine.wrap(NOTHING, leaving.clear());
          leaving.flip();
          while (!flush(channel)) {
            waiter.await(true);
          }
        }
        case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
          if (!unwrapHandshake()) {
            waiter.await(false);
            if (channel.read(arrived) < 0) {
              throw new EOFException("the server closed the connection during TLS's handshake");
            }
          }
        }
        case FINISHED, NOT_HANDSHAKING -> {
          requireHttp2();
          more = true;
          return;
        }
      }
    }
  }

  /** Returns whether there was a record. */
  private boolean unwrapHandshake() throws IOException {
    arrived.flip();
    try {
      SSLEngineResult result = engine.unwrap(arrived, plain.clear());
      plain.flip();
      if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
        throw new EOFException("the server ended TLS's handshake");
      }
      return result.getStatus() == SSLEngineResult.Status.OK;
    } finally {
      arrived.compact();
    }
  }

  private void requireHttp2() throws IOException {
    String protocol = engine.getApplicationProtocol();
    if (!"h2".equals(protocol)) {
      throw new IOException(
          "over TLS, the server agrees to %s, not to HTTP/2"
              .formatted(
                  protocol == null || protocol.isEmpty() ? "no protocol" : "'" + protocol + "'"));
    }
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  /** Whether a read gives something, though there may be nothing to read on the wire. */
  boolean hasMore() {
    return more;
  }

  /** As a channel's read. */
  int read(SocketChannel channel, ByteBuffer target) throws IOException {
    int count = takePlain(target) + decrypt(target);
    while (count == 0 && !more) {
      int arriving = channel.read(arrived);
      if (arriving <= 0) {
        return arriving;
      }
      count = decrypt(target);
    }
    return count == 0 && engine.isInboundDone() ? -1 : count;
  }

  private int takePlain(ByteBuffer target) {
    int count = Math.min(plain.remaining(), target.remaining());
    target.put(target.position(), plain, plain.position(), count);
    target.position(target.position() + count);
    plain.position(plain.position() + count);
    return count;
  }

  /** Decrypts what has arrived as far as the target has room; returns how many bytes that gave. */
  private int decrypt(ByteBuffer target) throws IOException {
    int before = target.position();
    more = true;
    arrived.flip();
    try {
      while (!plain.hasRemaining() && target.hasRemaining()) {
        boolean fits = target.remaining() >= plain.capacity();
        SSLEngineResult result = engine.unwrap(arrived, fits ? target : plain.clear());
        if (!fits) {
          plain.flip();
          takePlain(target);
        }
        if (result.getHandshakeStatus() == SSLEngineResult.HandshakeStatus.NEED_TASK) {
          runTasks();
        }
        if (result.getStatus() != SSLEngineResult.Status.OK) {
          // Half a record, or the other end's farewell.
          more = result.getStatus() == SSLEngineResult.Status.CLOSED;
          break;
        }
      }
    } finally {
      arrived.compact();
    }
    return target.position() - before;
  }

  /** As a channel's write; what it took may still have to be flushed. */
  int write(SocketChannel channel, ByteBuffer source) throws IOException {
    if (!flush(channel)) {
      return 0;
    }
    int before = source.position();
    leaving.clear();
    try {
      while (source.hasRemaining() && leaving.remaining() >= recordBytes) {
        if (engine.wrap(source, leaving).getStatus() != SSLEngineResult.Status.OK) {
          throw new IOException("the server has ended the TLS connection");
        }
      }
    } finally {
      leaving.flip();
    }
    flush(channel);
    return source.position() - before;
  }

  /** Writes what is encrypted; returns whether that was all. */
  boolean flush(SocketChannel channel) throws IOException {
    while (leaving.hasRemaining()) {
      if (channel.write(leaving) == 0) {
        return false;
      }
    }
    return true;
  }
}
