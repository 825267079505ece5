package org.predictbench.bench.plan;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.predictbench.bench.requests.ArrayTensors;
import org.predictbench.bench.requests.RequestSet;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.RequestOptions;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

/**
 * A plan on disk, from a run to its forks. The JDK alone reads it: whatever else did would be
 * loaded by a cold start, too, which measures what a client loads.
 */
final class PlanFile {
  private static final int UNKNOWN_RANK = -1;

  private PlanFile() {}

  static void write(CallPlan plan, Path file) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      ModelRef model = plan.model();
      out.writeUTF(model.name());
      out.writeUTF(model.version().isPresent() ? Long.toString(model.version().getAsLong()) : "");
      out.writeUTF(model.label().orElse(""));
      out.writeUTF(model.signature());
      out.writeInt(plan.signatures().size());
      for (Signature signature : plan.signatures().values()) {
        out.writeUTF(signature.key());
        out.writeUTF(signature.method());
        write(signature.inputs(), out);
        write(signature.outputs(), out);
      }
      out.writeInt(plan.options().headers().size());
      for (Map.Entry<String, String> header : plan.options().headers().entrySet()) {
        out.writeUTF(header.getKey());
        write(header.getValue().getBytes(StandardCharsets.UTF_8), out);
      }
      out.writeBoolean(plan.image().isPresent());
      if (plan.image().isPresent()) {
        write(plan.image().get(), out);
      }
      write(plan.requests().source().getBytes(StandardCharsets.UTF_8), out);
      out.writeInt(plan.requests().requests().size());
      for (Inputs inputs : plan.requests().requests()) {
        write(inputs, out);
      }
    }
  }

  /**
   * Reads a plan.
   *
   * @param most of the requests, from the first on
   */
  static CallPlan read(Path file, int most) throws IOException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      ModelRef model = ModelRef.of(in.readUTF());
      String version = in.readUTF();
      model = version.isEmpty() ? model : model.withVersion(Long.parseLong(version));
      String label = in.readUTF();
      model = label.isEmpty() ? model : model.withLabel(label);
      String key = in.readUTF();
      Map<String, Signature> signatures = new TreeMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        Signature signature = new Signature(in.readUTF(), in.readUTF(), specs(in), specs(in));
        signatures.put(signature.key(), signature);
      }
      model =
          signatures.containsKey(key)
              ? model.withSignature(signatures.get(key))
              : model.withSignature(key);
      RequestOptions options = RequestOptions.DEFAULT;
      for (int i = in.readInt(); i > 0; i--) {
        options = options.withHeader(in.readUTF(), new String(bytes(in), StandardCharsets.UTF_8));
      }
      Optional<byte[]> image = in.readBoolean() ? Optional.of(bytes(in)) : Optional.empty();
      String source = new String(bytes(in), StandardCharsets.UTF_8);
      List<Inputs> requests = new ArrayList<>();
      for (int i = Math.min(most, in.readInt()); i > 0; i--) {
        requests.add(inputs(in));
      }
      RequestSet set = new RequestSet(source, requests, List.of());
      return new CallPlan(model, signatures, set, options, image);
    }
  }

  private static void write(Map<String, Signature.Spec> specs, DataOutputStream out)
      throws IOException {
    out.writeInt(specs.size());
    for (Map.Entry<String, Signature.Spec> spec : specs.entrySet()) {
      out.writeUTF(spec.getKey());
      out.writeUTF(spec.getValue().dtype().name());
      long[] shape = spec.getValue().shape();
      out.writeInt(shape == null ? UNKNOWN_RANK : shape.length);
      for (int i = 0; shape != null && i < shape.length; i++) {
        out.writeLong(shape[i]);
      }
    }
  }

  private static Map<String, Signature.Spec> specs(DataInputStream in) throws IOException {
    Map<String, Signature.Spec> specs = new LinkedHashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      String alias = in.readUTF();
      DType dtype = DType.valueOf(in.readUTF());
      int rank = in.readInt();
      specs.put(alias, new Signature.Spec(dtype, rank == UNKNOWN_RANK ? null : shape(rank, in)));
    }
    return specs;
  }

  private static void write(Inputs inputs, DataOutputStream out) throws IOException {
    out.writeInt(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      Tensor tensor = inputs.tensor(i);
      out.writeUTF(inputs.alias(i));
      out.writeUTF(tensor.dtype().name());
      out.writeInt(tensor.rank());
      for (long size : tensor.shape()) {
        out.writeLong(size);
      }
      if (tensor.dtype() == DType.STRING) {
        for (byte[] string : tensor.strings()) {
          write(string, out);
        }
      } else {
        byte[] elements = new byte[Math.toIntExact(tensor.byteSize())];
        tensor.littleEndian().get(0, elements);
        write(elements, out);
      }
    }
  }

  private static Inputs inputs(DataInputStream in) throws IOException {
    Inputs inputs = Inputs.none();
    for (int i = in.readInt(); i > 0; i--) {
      inputs = inputs.with(in.readUTF(), tensor(DType.valueOf(in.readUTF()), in));
    }
    return inputs;
  }

  private static Tensor tensor(DType dtype, DataInputStream in) throws IOException {
    long[] shape = shape(in.readInt(), in);
    if (dtype != DType.STRING) {
      ByteBuffer elements = ByteBuffer.wrap(bytes(in)).order(ByteOrder.LITTLE_ENDIAN);
      return ArrayTensors.of(dtype, elements, shape);
    }
    byte[][] strings = new byte[Tensor.elements(shape)][];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = bytes(in);
    }
    return Tensor.strings(strings, shape);
  }

  private static long[] shape(int rank, DataInputStream in) throws IOException {
    long[] shape = new long[rank];
    for (int i = 0; i < rank; i++) {
      shape[i] = in.readLong();
    }
    return shape;
  }

  private static void write(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static byte[] bytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }
}
