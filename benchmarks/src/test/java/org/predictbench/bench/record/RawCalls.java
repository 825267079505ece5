package org.predictbench.bench.record;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Calls of bytes, and all that comes back. */
final class RawCalls {
  private RawCalls() {}

  /** What a caller sees of a call; two are equal if it sees the same. */
  record Outcome(
      Map<String, List<String>> headers,
      List<String> messages,
      Status.Code code,
      String description,
      Map<String, List<String>> trailers) {}

  static MethodDescriptor<byte[], byte[]> method(String name, MethodDescriptor.MethodType type) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(new Bytes())
        .setResponseMarshaller(new Bytes())
        .build();
  }

  /** Sends the messages one after the other and takes whatever comes. */
  static CompletableFuture<Outcome> start(
      Channel channel, String method, CallOptions options, Metadata headers, byte[]... requests) {
    ClientCall<byte[], byte[]> call =
        channel.newCall(method(method, MethodDescriptor.MethodType.BIDI_STREAMING), options);
    Collector collector = new Collector(call);
    call.start(collector, headers);
    call.request(1);
    for (byte[] request : requests) {
      // Real compression, where the options ask for it, of every other one.
      call.setMessageCompression(request.length % 2 == 0);
      call.sendMessage(request);
    }
    call.halfClose();
    return collector.outcome;
  }

  static Outcome call(Channel channel, String method, byte[]... requests) throws Exception {
    return start(channel, method, CallOptions.DEFAULT, new Metadata(), requests)
        .get(30, TimeUnit.SECONDS);
  }

  /** Names and values, binary ones as text. */
  static Map<String, List<String>> readable(Metadata metadata) {
    Map<String, List<String>> all = new TreeMap<>();
    for (String key : metadata.keys()) {
      List<String> values = new ArrayList<>();
      if (key.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        metadata
            .getAll(Metadata.Key.of(key, Metadata.BINARY_BYTE_MARSHALLER))
            .forEach(value -> values.add(Arrays.toString(value)));
      } else {
        metadata
            .getAll(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER))
            .forEach(values::add);
      }
      all.put(key, values);
    }
    return all;
  }

  private static final class Collector extends ClientCall.Listener<byte[]> {
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private final ClientCall<byte[], byte[]> call;
    private final List<String> messages = new ArrayList<>();
    private Metadata headers = new Metadata();

    Collector(ClientCall<byte[], byte[]> call) {
      this.call = call;
    }

    @Override
    public void onHeaders(Metadata received) {
      headers = received;
    }

    @Override
    public void onMessage(byte[] message) {
      messages.add(message.length + " bytes, hash " + Arrays.hashCode(message));
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      Map<String, List<String>> begin = readable(headers);
      // What the target could read is no use to a caller that has sent its messages.
      begin.remove("grpc-accept-encoding");
      outcome.complete(
          new Outcome(
              begin, messages, status.getCode(), status.getDescription(), readable(trailers)));
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
