package org.predictbench.client.grpc;

import io.grpc.MethodDescriptor;
import java.io.InputStream;
import org.predictbench.client.Inputs;
import org.predictbench.client.Outputs;
import org.predictbench.client.wire.WireFormat;

/** Another wire format, stamping a timeline where the format's own work begins and ends. */
final class TimedWireFormat<Q, R> implements WireFormat<Q, R> {
  private final WireFormat<Q, R> wire;
  private final CallTimeline timeline;
  private final MethodDescriptor<Q, R> method;

  TimedWireFormat(WireFormat<Q, R> wire, CallTimeline timeline) {
    this.wire = wire;
    this.timeline = timeline;
    MethodDescriptor<Q, R> untimed = wire.method();
    this.method =
        untimed.toBuilder(
                untimed.getRequestMarshaller(), new Replies(untimed.getResponseMarshaller()))
            .build();
  }

  @Override
  public MethodDescriptor<Q, R> method() {
    return method;
  }

  @Override
  public Q encode(Inputs inputs) {
    Q request = wire.encode(inputs);
    timeline.built();
    return request;
  }

  @Override
  public Outputs decode(R reply) {
    timeline.decoding();
    Outputs answer = wire.decode(reply);
    timeline.decoded();
    return answer;
  }

  private final class Replies implements MethodDescriptor.Marshaller<R> {
    private final MethodDescriptor.Marshaller<R> replies;

    Replies(MethodDescriptor.Marshaller<R> replies) {
      this.replies = replies;
    }

    @Override
    public InputStream stream(R reply) {
      return replies.stream(reply);
    }

    @Override
    public R parse(InputStream bytes) {
      timeline.parsing();
      R reply = replies.parse(bytes);
      timeline.parsed();
      return reply;
    }
  }
}
