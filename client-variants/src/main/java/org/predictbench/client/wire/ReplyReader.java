package org.predictbench.client.wire;

import io.grpc.HasByteBuffer;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.predictbench.client.ModelRef;
import org.predictbench.client.PredictException;
import org.predictbench.client.Prediction;

/** Reads a PredictResponse into a {@link Prediction} without a message between. Immutable. */
public final class ReplyReader {
  private static final int OUTPUTS = 1 << 3 | 2;
  private static final int ENTRY_KEY = 1 << 3 | 2;
  private static final int ENTRY_VALUE = 2 << 3 | 2;

  private final ModelRef model;
  private final byte[] classes;
  private final byte[] probabilities;

  public ReplyReader(ModelRef model) {
    this.model = model;
    this.classes = model.classes().getBytes(StandardCharsets.UTF_8);
    this.probabilities = model.probabilities().getBytes(StandardCharsets.UTF_8);
  }

  /** Reads in place if the stream lays its bytes open as one buffer, else through one copy. */
  Prediction read(InputStream reply) {
    try {
      if (reply instanceof HasByteBuffer open && open.byteBufferSupported()) {
        ByteBuffer first = open.getByteBuffer();
        if (first != null && first.remaining() == reply.available()) {
          return read(first);
        }
      }
      return read(ByteBuffer.wrap(reply.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a whole PredictResponse.
   *
   * @throws PredictException INTERNAL if the bytes are no PredictResponse, lack an output, or carry
   *     it in another type
   */
  public Prediction read(ByteBuffer reply) {
    WireReader in = new WireReader(reply);
    try {
      return prediction(in);
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw malformed("it ends within a field", e);
    } catch (WireReader.Malformed e) {
      throw malformed(e.getMessage(), e);
    }
  }

  private Prediction prediction(WireReader in) {
    int start = in.position();
    int length = in.remaining();
    Entry classesEntry = null;
    Entry probabilitiesEntry = null;
    while (in.hasRemaining()) {
      int tag = in.tag();
      if (tag != OUTPUTS) {
        in.skip(tag);
        continue;
      }
      Entry entry = Entry.read(in);
      // As in every protobuf map, the last of two equal keys counts.
      if (in.matches(entry.keyStart, entry.keyLength, classes)) {
        classesEntry = entry;
      } else if (in.matches(entry.keyStart, entry.keyLength, probabilities)) {
        probabilitiesEntry = entry;
      }
    }
    TensorReader classesTensor = tensor(in, classesEntry, TensorReader.DT_INT64);
    TensorReader probabilitiesTensor = tensor(in, probabilitiesEntry, TensorReader.DT_FLOAT);
    if (classesTensor == null || probabilitiesTensor == null) {
      in.seek(start, length);
      throw classesTensor == null
          ? missing(model.classes(), "DT_INT64", names(in))
          : missing(model.probabilities(), "DT_FLOAT", names(in));
    }
    return new Prediction(classesTensor.longs(), probabilitiesTensor.floats());
  }

  private static TensorReader tensor(WireReader in, Entry entry, int type) {
    if (entry == null) {
      return null;
    }
    TensorReader tensor = new TensorReader(in, entry.valueStart, entry.valueLength);
    return tensor.type() == type ? tensor : null;
  }

  private static List<String> names(WireReader in) {
    List<String> names = new ArrayList<>();
    while (in.hasRemaining()) {
      int tag = in.tag();
      if (tag != OUTPUTS) {
        in.skip(tag);
        continue;
      }
      names.add(Entry.read(in).key(in));
    }
    return names;
  }

  /** The failure that all wire formats report alike. */
  static PredictException missing(String alias, Object type, Object known) {
    return new PredictException(
        Status.Code.INTERNAL,
        "reply has no output '%s' of type %s; it has %s".formatted(alias, type, known));
  }

  private static PredictException malformed(String why, RuntimeException cause) {
    return new PredictException(Status.Code.INTERNAL, "reply is no PredictResponse: " + why, cause);
  }

  /** Where one map entry's key and value lie. */
  private record Entry(int keyStart, int keyLength, int valueStart, int valueLength) {
    static Entry read(WireReader in) {
      int length = in.length();
      int end = in.position() + length;
      int[] range = new int[4];
      while (in.position() < end) {
        int tag = in.tag();
        if (tag == ENTRY_KEY || tag == ENTRY_VALUE) {
          int at = tag == ENTRY_KEY ? 0 : 2;
          range[at + 1] = in.length();
          range[at] = in.position();
          in.skipBytes(range[at + 1]);
        } else {
          in.skip(tag);
        }
      }
      if (in.position() > end) {
        throw new WireReader.Malformed("a field reaches beyond its message");
      }
      return new Entry(range[0], range[1], range[2], range[3]);
    }

    String key(WireReader in) {
      return in.utf8(keyStart, keyLength);
    }
  }
}
