package org.predictbench.client.http2;

import io.grpc.Status;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.client.PredictException;

/**
 * Puts a connection's header blocks together and decodes them, those of streams that nobody waits
 * for any more among them, since all share one table. For one thread at a time; what it gives out
 * is not to be changed.
 *
 * <p>One reply's headers are like the last one's, mostly, and then its blocks are a few references
 * to the table: those are decoded once.
 */
final class HeaderBlocks {
  /** What a call ends with whose headers are longer than anybody needs. */
  static final Status TOO_LONG =
      Status.RESOURCE_EXHAUSTED.withDescription("the reply's headers are too long");

  private static final int MAX_BYTES = 1 << 16;

  /** Headers and trailers of replies that went well, and of a few others. */
  private static final int MOST_KNOWN = 4;

  /** RFC 7541, section 6.1: a reference to the table begins so. */
  private static final int REFERENCE = 0x80;

  /** As far as one byte says; beyond, the index goes on in the next. */
  private static final int LARGEST_INDEX = 0x7f;

  private final DefaultHttp2HeadersDecoder decoder =
      new DefaultHttp2HeadersDecoder(false, MAX_BYTES);
  private final ByteBuf block = Unpooled.buffer(1024, MAX_BYTES);
  private final List<Known> known = new ArrayList<>(MOST_KNOWN);

  /** What a block says as long as the table stays as it is. */
  private record Known(ByteBuf block, Http2Headers headers) {}

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
      for (int i = 0; i < known.size(); i++) {
        if (ByteBufUtil.equals(known.get(i).block(), block)) {
          return Optional.of(known.get(i).headers());
        }
      }
      return Optional.of(decodeUnknown(stream));
    } catch (Http2Exception.HeaderListSizeException e) {
      // Thrown once all of it is decoded.
      return Optional.empty();
    } catch (Http2Exception e) {
      throw new PredictException(Status.Code.INTERNAL, "unreadable headers: " + e.getMessage(), e);
    } finally {
      block.clear();
    }
  }

  private Http2Headers decodeUnknown(int stream) throws Http2Exception {
    if (!hasReferencesAlone()) {
      // It may change the table.
      known.clear();
      return decoder.decodeHeaders(stream, block);
    }
    ByteBuf copy = Unpooled.copiedBuffer(block);
    Http2Headers headers = decoder.decodeHeaders(stream, block);
    if (known.size() < MOST_KNOWN) {
      known.add(new Known(copy, headers));
    }
    return headers;
  }

  private boolean hasReferencesAlone() {
    for (int i = block.readerIndex(); i < block.writerIndex(); i++) {
      int each = block.getByte(i);
      if ((each & REFERENCE) == 0 || (each & LARGEST_INDEX) == LARGEST_INDEX) {
        return false;
      }
    }
    return true;
  }
}
