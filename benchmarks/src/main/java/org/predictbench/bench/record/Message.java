package org.predictbench.bench.record;

import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * A message as it came over the wire: not parsed, and still compressed if it was.
 *
 * @param bytes shared between all who hold the message; nobody writes to it. Null where there was
 *     no memory for it
 * @param compressed whether the sender compressed it, in the encoding that its headers name
 */
record Message(byte[] bytes, boolean compressed) {
  static final MethodDescriptor.Marshaller<Message> MARSHALLER = new Marshaller();

  /** Whether the bytes are missing, because there was no memory for them. */
  boolean isTooLarge() {
    return bytes == null;
  }

  private static final class Marshaller implements MethodDescriptor.Marshaller<Message> {
    @Override
    public InputStream stream(Message message) {
      return new ByteArrayInputStream(message.bytes());
    }

    @Override
    public Message parse(InputStream stream) {
      // What passes a decompressor, even one that leaves the bytes alone, loses its known length.
      boolean compressed = !(stream instanceof KnownLength);
      try {
        byte[] bytes = new byte[stream.available()];
        if (stream.readNBytes(bytes, 0, bytes.length) < bytes.length) {
          throw new IOException("a message of " + bytes.length + " bytes is shorter than that");
        }
        return new Message(bytes, compressed);
      } catch (OutOfMemoryError e) {
        // One call's misfortune, which need not be everybody's: the relay fails that call.
        return new Message(null, compressed);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
