package org.predictbench.modelserver.session;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import org.predictbench.modelserver.tensor.NativeTensor;
import org.tensorflow.Graph;
import org.tensorflow.RawTensor;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_Session;
import org.tensorflow.internal.c_api.TF_Tensor;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.family.TType;

/**
 * The C API's objects behind those of TensorFlow Java 1.1.0, which keeps them to itself: a session
 * must be one and the same for both, since variables and tables live in it. The members are looked
 * up by name, and {@code EchoTest} fails if a new release renames one.
 */
final class RuntimeHandles {
  private static final VarHandle GRAPH;
  private static final VarHandle SESSION;
  private static final MethodHandle TENSOR;
  private static final MethodHandle RAW_TENSOR;
  private static final MethodHandle TYPED_TENSOR;

  static {
    try {
      GRAPH =
          MethodHandles.privateLookupIn(Graph.class, MethodHandles.lookup())
              .findVarHandle(Graph.class, "nativeHandle", TF_Graph.class);
      MethodHandles.Lookup session =
          MethodHandles.privateLookupIn(Session.class, MethodHandles.lookup());
      SESSION = session.findVarHandle(Session.class, "nativeHandle", TF_Session.class);
      MethodHandles.Lookup tensor =
          MethodHandles.privateLookupIn(RawTensor.class, MethodHandles.lookup());
      TENSOR =
          tensor.findVirtual(
              RawTensor.class, "nativeHandle", MethodType.methodType(TF_Tensor.class));
      RAW_TENSOR =
          tensor.findStatic(
              RawTensor.class,
              "fromHandle",
              MethodType.methodType(RawTensor.class, TF_Tensor.class));
      TYPED_TENSOR =
          tensor.findVirtual(RawTensor.class, "asTypedTensor", MethodType.methodType(TType.class));
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private RuntimeHandles() {}

  static TF_Graph of(Graph graph) {
    return (TF_Graph) GRAPH.get(graph);
  }

  static TF_Session of(Session session) {
    return (TF_Session) SESSION.get(session);
  }

  static TF_Tensor of(Tensor tensor) {
    return tensor instanceof NativeTensor foreign
        ? foreign.handle()
        : (TF_Tensor) call(TENSOR, tensor.asRawTensor());
  }

  /** Wraps a tensor that the runtime returned, which is deleted when the wrapper is closed. */
  static Tensor wrap(TF_Tensor handle) {
    DataType type = DataType.forNumber(tensorflow.TF_TensorType(handle));
    return NativeTensor.holds(type)
        ? NativeTensor.owning(handle)
        : (Tensor) call(TYPED_TENSOR, call(RAW_TENSOR, handle.withDeallocator()));
  }

  private static Object call(MethodHandle method, Object argument) {
    try {
      return method.invoke(argument);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("declares no such exception", e);
    }
  }
}
