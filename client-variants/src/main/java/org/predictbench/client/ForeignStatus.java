package org.predictbench.client;

import io.grpc.Status;
import java.util.Optional;

/**
 * The status of an exception that another copy of gRPC threw: a client of somebody else's make may
 * bring its own, loaded apart from ours, whose classes are not ours though their names are.
 */
final class ForeignStatus {
  private ForeignStatus() {}

  /** Empty if it is none of gRPC's exceptions. */
  static Optional<PredictException> of(Throwable failure) {
    String name = failure.getClass().getName();
    if (!name.equals("io.grpc.StatusRuntimeException") && !name.equals("io.grpc.StatusException")) {
      return Optional.empty();
    }
    try {
      Object status = call(failure, "getStatus");
      String code = ((Enum<?>) call(status, "getCode")).name();
      Object description = call(status, "getDescription");
      return Optional.of(
          PredictException.named(
              code, description == null ? code : description.toString(), failure));
    } catch (ReflectiveOperationException | ClassCastException | IllegalArgumentException e) {
      return Optional.of(new PredictException(Status.Code.UNKNOWN, failure.toString(), failure));
    }
  }

  private static Object call(Object of, String getter) throws ReflectiveOperationException {
    return of.getClass().getMethod(getter).invoke(of);
  }
}
