package org.predictbench.client.wire;

import io.grpc.MethodDescriptor;
import java.io.InputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.predictbench.client.ElementBuffer;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;

/**
 * The wire without generated classes or messages: the request goes from the caller's arrays into
 * gRPC's buffers, the reply from gRPC's buffers into one array of which the answer is a view.
 */
public final class DirectWireFormat implements WireFormat<Inputs, Outputs> {
  private final DirectMethod direct;
  // As many as there ever were requests being written at once: few, and only as long as the client.
  private final Queue<RequestMessage> idle = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<ElementBuffer> chunks = ThreadLocal.withInitial(DirectRequest::chunk);
  private final MethodDescriptor<Inputs, Outputs> method;

  public DirectWireFormat(DirectMethod direct) {
    this.direct = direct;
    method =
        MethodDescriptor.<Inputs, Outputs>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(direct.name())
            .setRequestMarshaller(new Requests())
            .setResponseMarshaller(new Replies())
            .build();
  }

  @Override
  public MethodDescriptor<Inputs, Outputs> method() {
    return method;
  }

  @Override
  public Inputs encode(Inputs inputs) {
    // Here, where it reaches the caller: gRPC makes a cancelled call of what a marshaller throws.
    direct.check().accept(inputs);
    return inputs;
  }

  @Override
  public Outputs decode(Outputs reply) {
    return reply;
  }

  private final class Requests implements MethodDescriptor.Marshaller<Inputs> {
    @Override
    public InputStream stream(Inputs inputs) {
      RequestMessage kept = idle.poll();
      RequestMessage message = kept == null ? direct.newRequest() : kept;
      message.fill(inputs);
      return new DirectRequest(message, chunks, this::release);
    }

    private void release(RequestMessage message) {
      message.clear();
      idle.add(message);
    }

    @Override
    public Inputs parse(InputStream request) {
      throw new UnsupportedOperationException("a client reads no requests");
    }
  }

  private final class Replies implements MethodDescriptor.Marshaller<Outputs> {
    @Override
    public InputStream stream(Outputs reply) {
      throw new UnsupportedOperationException("a client writes no replies");
    }

    @Override
    public Outputs parse(InputStream reply) {
      return direct.replies().read(reply);
    }
  }
}
