package org.predictbench.modelserver;

import io.grpc.Status;
import org.predictbench.serving.full.ModelSpec;

/** Finds what a ModelSpec asks for, with TensorFlow Serving's words when it is not there. */
record ServableLookup(Servable servable) {
  /** For Predict and its kin. */
  Servable find(boolean present, ModelSpec spec) {
    check(present, spec);
    String name = spec.getName();
    if (!spec.hasVersion()) {
      if (!name.equals(servable.name())) {
        throw ServingException.notFound("Servable not found for request: Latest(" + name + ")");
      }
      return servable;
    }
    long version = spec.getVersion().getValue();
    if (!name.equals(servable.name()) || version != servable.version()) {
      throw ServingException.notFound(
          "Servable not found for request: Specific(" + name + ", " + version + ")");
    }
    return servable;
  }

  /** For GetModelStatus, which speaks of versions rather than servables. */
  Servable findStatus(boolean present, ModelSpec spec) {
    if (!present) {
      throw ServingException.invalid("Missing ModelSpec");
    }
    String name = spec.getName();
    rejectLabel(spec);
    if (!name.equals(servable.name())) {
      throw ServingException.notFound("Could not find any versions of model " + name);
    }
    if (spec.hasVersion() && spec.getVersion().getValue() != servable.version()) {
      throw ServingException.notFound(
          "Could not find version " + spec.getVersion().getValue() + " of model " + name);
    }
    return servable;
  }

  /** The signature of that key, the default one for an empty key. */
  ServableSignature signature(String requested) {
    String key = requested.isEmpty() ? ServableSignature.DEFAULT_KEY : requested;
    ServableSignature signature = servable.signatures().get(key);
    if (signature == null) {
      throw new ServingException(
          Status.Code.FAILED_PRECONDITION, "Serving signature key \"" + key + "\" not found.");
    }
    return signature;
  }

  private static void check(boolean present, ModelSpec spec) {
    if (!present) {
      throw ServingException.invalid("Missing ModelSpec");
    }
    if (spec.getName().isEmpty()) {
      throw ServingException.invalid("ModelSpec has no name specified.");
    }
    rejectLabel(spec);
  }

  /** Labels are assigned in a model config file, which this server does not read. */
  private static void rejectLabel(ModelSpec spec) {
    if (spec.hasVersionLabel()) {
      throw ServingException.invalid(
          "Unrecognized servable version label: " + spec.getVersionLabel());
    }
  }
}
