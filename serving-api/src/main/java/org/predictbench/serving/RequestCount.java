package org.predictbench.serving;

import com.google.protobuf.Empty;
import com.google.protobuf.Int64Value;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import org.predictbench.serving.diagnostics.DiagnosticsGrpc;

/**
 * The method by which a server with diagnostics tells how many requests for predictions it has
 * answered since it started, over all models, refused ones included. A request is counted before
 * its answer is sent, so that whoever has the answer finds its request counted.
 */
public final class RequestCount {
  /** Takes nothing and returns the count. */
  public static final MethodDescriptor<Empty, Int64Value> METHOD =
      MethodDescriptor.<Empty, Int64Value>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(
              MethodDescriptor.generateFullMethodName(
                  DiagnosticsGrpc.SERVICE_NAME, "CountRequests"))
          .setRequestMarshaller(ProtoUtils.marshaller(Empty.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Int64Value.getDefaultInstance()))
          .build();

  private RequestCount() {}
}
