package org.predictbench.client.wire;

import io.grpc.MethodDescriptor;
import java.io.InputStream;
import org.predictbench.client.Features;
import org.predictbench.client.ModelInput;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Prediction;
import org.predictbench.serving.MethodNames;

/**
 * The wire without generated classes or messages: the request goes from the caller's array into
 * gRPC's buffers, the reply from gRPC's buffers into the answer's arrays.
 */
public final class DirectWireFormat implements WireFormat<Features, Prediction> {
  private final RequestHead head;
  private final ReplyReader replies;
  // A chunk a thread, and only as long as the client lives.
  private final ThreadLocal<FloatChunk> chunks = ThreadLocal.withInitial(FloatChunk::new);
  private final MethodDescriptor<Features, Prediction> method =
      MethodDescriptor.<Features, Prediction>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodNames.PREDICT)
          .setRequestMarshaller(new Requests())
          .setResponseMarshaller(new Replies())
          .build();

  public DirectWireFormat(ModelRef model) {
    head = new RequestHead(model);
    replies = new ReplyReader(model);
  }

  @Override
  public MethodDescriptor<Features, Prediction> method() {
    return method;
  }

  @Override
  public Features encode(ModelInput input) {
    return Features.of(input);
  }

  @Override
  public Prediction decode(Prediction reply) {
    return reply;
  }

  private final class Requests implements MethodDescriptor.Marshaller<Features> {
    @Override
    public InputStream stream(Features features) {
      return new DirectRequest(head.of(features), features.values(), chunks);
    }

    @Override
    public Features parse(InputStream request) {
      throw new UnsupportedOperationException("a client reads no requests");
    }
  }

  private final class Replies implements MethodDescriptor.Marshaller<Prediction> {
    @Override
    public InputStream stream(Prediction reply) {
      throw new UnsupportedOperationException("a client writes no replies");
    }

    @Override
    public Prediction parse(InputStream reply) {
      return replies.read(reply);
    }
  }
}
