package org.predictbench.client.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.predictbench.client.ElementBuffer;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Tensor;

/**
 * A PredictRequest as bytes, without any message: names, shapes and small tensors in one array that
 * is kept from request to request, large tensors by reference to where the caller holds them. So a
 * request of any size allocates next to nothing. For one thread at a time.
 *
 * <p>Fill it, then {@link #read} until nothing {@link #remaining}; {@link #rewind} begins anew.
 */
public final class RequestMessage {
  /** Whether it is compressed, and its length. */
  private static final int PREFIX_BYTES = 5;

  /** From this size on, a tensor's elements stay with the caller until they are read. */
  private static final int BY_REFERENCE = 4096;

  // Field numbers of predict.proto, model.proto, tensor.proto and tensor_shape.proto.
  private static final int INPUTS = 2;
  private static final int ENTRY_KEY = 1;
  private static final int ENTRY_VALUE = 2;
  private static final int DTYPE = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int TENSOR_CONTENT = 4;
  private static final int STRING_VAL = 8;
  private static final int DIM = 2;
  private static final int DIM_SIZE = 1;

  private final int prefix;
  private final byte[] prologue;
  private final byte[] epilogue;
  private final WireWriter out = new WireWriter(1024);
  private ElementBuffer written = new ElementBuffer(ByteBuffer.wrap(out.array()));

  // What lies between the bytes of out: a tensor, or a string's bytes, after so many of them.
  private Object[] bodies = new Object[4];
  private int[] after = new int[4];
  private int count;
  private int size;

  private int read;
  private int outRead;
  private int body;
  // In elements of a tensor, in bytes of a string.
  private int bodyRead;
  private final ByteBuffer carry = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).limit(0);
  private final ElementBuffer carried = new ElementBuffer(carry);

  /** Requests to a model, as gRPC's marshallers hand them over. */
  RequestMessage(ModelRef model) {
    this(model, 0);
  }

  private RequestMessage(ModelRef model, int prefix) {
    this.prefix = prefix;
    prologue = ModelSpecBytes.spec(model);
    epilogue = ModelSpecBytes.outputFilter(model);
  }

  /** Requests to a model, each behind the five bytes that gRPC puts before a message. */
  public static RequestMessage prefixed(ModelRef model) {
    return new RequestMessage(model, PREFIX_BYTES);
  }

  /**
   * Makes this the request for these inputs.
   *
   * @throws ArithmeticException if the request would pass protobuf's limit of 2 GiB
   */
  public void fill(Inputs inputs) {
    out.reset();
    Arrays.fill(bodies, 0, count, null);
    count = 0;
    int referenced = 0;
    out.skip(prefix);
    out.append(prologue);
    for (int i = 0; i < inputs.size(); i++) {
      referenced = Math.addExact(referenced, input(inputs.alias(i), inputs.tensor(i)));
    }
    out.append(epilogue);
    size = Math.addExact(out.size(), referenced);
    if (prefix > 0) {
      ByteBuffer.wrap(out.array()).put((byte) 0).putInt(size - prefix);
    }
    rewind();
  }

  /** Writes one map entry; returns how many of its bytes stay with the caller. */
  private int input(String alias, Tensor tensor) {
    int shape = 0;
    for (int i = 0; i < tensor.rank(); i++) {
      shape += 3 + WireWriter.sizeOfVarint(tensor.dimension(i));
    }
    int contents = contents(tensor);
    // Every tag here takes one byte.
    int value = Math.addExact(2 + delimited(shape), contents);
    int key = WireWriter.sizeOfUtf8(alias);
    int entry = Math.addExact(delimited(key), delimited(value));
    out.tag(INPUTS, WireWriter.LENGTH_DELIMITED).varint(entry);
    out.tag(ENTRY_KEY, WireWriter.LENGTH_DELIMITED).varint(key).utf8(alias, key);
    out.tag(ENTRY_VALUE, WireWriter.LENGTH_DELIMITED).varint(value);
    out.tag(DTYPE, WireWriter.VARINT).varint(tensor.dtype().number());
    out.tag(TENSOR_SHAPE, WireWriter.LENGTH_DELIMITED).varint(shape);
    for (int i = 0; i < tensor.rank(); i++) {
      long dimension = tensor.dimension(i);
      out.tag(DIM, WireWriter.LENGTH_DELIMITED).varint(1 + WireWriter.sizeOfVarint(dimension));
      out.tag(DIM_SIZE, WireWriter.VARINT).varint(dimension);
    }
    return tensor.dtype().bytes() == 0 ? strings(tensor) : elements(tensor);
  }

  private static int contents(Tensor tensor) {
    if (tensor.dtype().bytes() > 0) {
      return delimited(Math.multiplyExact(tensor.elements(), tensor.dtype().bytes()));
    }
    int all = 0;
    for (byte[] string : tensor.strings()) {
      all = Math.addExact(all, delimited(string.length));
    }
    return all;
  }

  private int elements(Tensor tensor) {
    int bytes = tensor.elements() * tensor.dtype().bytes();
    out.tag(TENSOR_CONTENT, WireWriter.LENGTH_DELIMITED).varint(bytes);
    if (bytes >= BY_REFERENCE) {
      refer(tensor);
      return bytes;
    }
    int at = out.skip(bytes);
    if (written.bytes().array() != out.array()) {
      written = new ElementBuffer(ByteBuffer.wrap(out.array()));
    }
    tensor.writeTo(written, at, 0, tensor.elements());
    return 0;
  }

  private int strings(Tensor tensor) {
    int referenced = 0;
    for (byte[] string : tensor.strings()) {
      out.tag(STRING_VAL, WireWriter.LENGTH_DELIMITED).varint(string.length);
      if (string.length >= BY_REFERENCE) {
        refer(string);
        referenced = Math.addExact(referenced, string.length);
      } else {
        out.append(string);
      }
    }
    return referenced;
  }

  private void refer(Object contents) {
    if (count == bodies.length) {
      bodies = Arrays.copyOf(bodies, 2 * count);
      after = Arrays.copyOf(after, 2 * count);
    }
    bodies[count] = contents;
    after[count++] = out.size();
  }

  private static int delimited(int length) {
    return Math.addExact(1 + WireWriter.sizeOfVarint(length), length);
  }

  /** The whole request's length in bytes. */
  public int size() {
    return size;
  }

  /** How many bytes there are before the first large tensor: all if there is none. */
  public int beforeLargeTensors() {
    return count == 0 ? size : after[0];
  }

  /** How many bytes of it are still to be read. */
  public int remaining() {
    return size - read;
  }

  /** Begins anew with the same request. */
  public void rewind() {
    read = 0;
    outRead = 0;
    body = 0;
    bodyRead = 0;
    carry.position(0).limit(0);
  }

  /** Lets go of the caller's tensors. */
  public void clear() {
    Arrays.fill(bodies, 0, count, null);
    count = 0;
    size = 0;
    rewind();
  }

  /**
   * Copies the next bytes.
   *
   * @param at where in the target the first one goes
   * @param most how many to copy, if there are so many
   * @return how many were copied
   */
  public int read(ElementBuffer target, int at, int most) {
    int done = 0;
    while (done < most && read < size) {
      int copied = piece(target, at + done, most - done);
      done += copied;
      read += copied;
    }
    return done;
  }

  private int piece(ElementBuffer target, int at, int room) {
    if (carry.hasRemaining()) {
      int copied = Math.min(room, carry.remaining());
      target.bytes().put(at, carry, carry.position(), copied);
      carry.position(carry.position() + copied);
      return copied;
    }
    int end = body < count ? after[body] : out.size();
    if (outRead < end) {
      int copied = Math.min(room, end - outRead);
      target.bytes().put(at, out.array(), outRead, copied);
      outRead += copied;
      return copied;
    }
    return bodies[body] instanceof Tensor tensor
        ? tensorPiece(tensor, target, at, room)
        : stringPiece((byte[]) bodies[body], target, at, room);
  }

  private int stringPiece(byte[] string, ElementBuffer target, int at, int room) {
    int copied = Math.min(room, string.length - bodyRead);
    target.bytes().put(at, string, bodyRead, copied);
    advance(copied, string.length);
    return copied;
  }

  private int tensorPiece(Tensor tensor, ElementBuffer target, int at, int room) {
    int width = tensor.dtype().bytes();
    int whole = Math.min(room / width, tensor.elements() - bodyRead);
    if (whole > 0) {
      tensor.writeTo(target, at, bodyRead, whole);
      advance(whole, tensor.elements());
      return whole * width;
    }
    // Less room than an element takes: it goes in two pieces.
    carry.clear();
    tensor.writeTo(carried, 0, bodyRead, 1);
    carry.limit(width);
    advance(1, tensor.elements());
    return piece(target, at, room);
  }

  private void advance(int by, int length) {
    bodyRead += by;
    if (bodyRead == length) {
      body++;
      bodyRead = 0;
    }
  }
}
