package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.predictbench.client.PredictException;

/**
 * Puts a connection's header blocks together and decodes them, those of streams that nobody waits
 * for any more among them, since all share one table. For one thread at a time.
 */
final class HeaderBlocks {
  /** What a call ends with whose headers are longer than anybody needs. */
  static final Status TOO_LONG =
      Status.RESOURCE_EXHAUSTED.withDescription("the reply's headers are too long");

  private static final int MAX_BYTES = 1 << 16;

  private final DefaultHttp2HeadersDecoder decoder =
      new DefaultHttp2HeadersDecoder(false, MAX_BYTES);
  private final ByteBuf block = Unpooled.buffer(1024, MAX_BYTES);

  /**
   * Adds a piece of a block.
   *
   * @throws PredictException RESOURCE_EXHAUSTED if it becomes longer than 64 KiB
   */
  void add(ByteBuffer piece) {
    if (block.readableBytes() + piece.remaining() > MAX_BYTES) {
      throw new PredictException(TOO_LONG.getCode(), TOO_LONG.getDescription());
    }
    block.writeBytes(piece);
  }

  /**
   * Decodes the block, which is complete, and begins another.
   *
   * @return empty if what it describes is longer than 64 KiB: {@link #TOO_LONG}
   * @throws PredictException INTERNAL if it is none; then the connection's table is out of step
   */
  Optional<Http2Headers> decode(int stream) {
    try {
      return Optional.of(decoder.decodeHeaders(stream, block));
    } catch (Http2Exception.HeaderListSizeException e) {
      // Thrown once all of it is decoded.
      return Optional.empty();
    } catch (Http2Exception e) {
      throw new PredictException(Status.Code.INTERNAL, "unreadable headers: " + e.getMessage(), e);
    } finally {
      block.clear();
    }
  }
}
