package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import org.predictbench.client.PredictException;

/**
 * Puts a connection's header blocks together and decodes them, those of streams that nobody waits
 * for any more among them, since all share one table. For one thread at a time.
 */
final class HeaderBlocks {
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
      throw tooLong();
    }
    block.writeBytes(piece);
  }

  /**
   * Decodes the block, which is complete, and begins another.
   *
   * @throws PredictException INTERNAL if it is none
   */
  Http2Headers decode(int stream) {
    try {
      return decoder.decodeHeaders(stream, block);
    } catch (Http2Exception.HeaderListSizeException e) {
      throw tooLong();
    } catch (Http2Exception e) {
      throw new PredictException(Status.Code.INTERNAL, "unreadable headers: " + e.getMessage(), e);
    } finally {
      block.clear();
    }
  }

  private static PredictException tooLong() {
    return new PredictException(Status.Code.RESOURCE_EXHAUSTED, "the reply's headers are too long");
  }
}
