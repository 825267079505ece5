package org.predictbench.bench.plan;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import org.predictbench.bench.files.Sha256;
import org.predictbench.client.DType;
import org.predictbench.client.Outputs;
import org.predictbench.client.Tensor;

/** SHA-256 over what a reply says: aliases, types, shapes and every bit. */
public final class OutputHash {
  private OutputHash() {}

  /** Of all outputs, whatever their order. */
  public static String of(Outputs outputs) {
    StringBuilder all = new StringBuilder();
    for (String alias : new TreeSet<>(outputs.aliases())) {
      all.append(alias).append('=').append(of(outputs.tensor(alias))).append('\n');
    }
    return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Of one output. */
  public static String of(Tensor tensor) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(tensor.dtype().id());
      out.writeInt(tensor.rank());
      for (long size : tensor.shape()) {
        out.writeLong(size);
      }
      if (tensor.dtype() == DType.STRING) {
        for (byte[] string : tensor.strings()) {
          out.writeInt(string.length);
          out.write(string);
        }
      } else {
        byte[] elements = new byte[Math.toIntExact(tensor.byteSize())];
        tensor.littleEndian().get(0, elements);
        out.write(elements);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Sha256.of(bytes.toByteArray());
  }
}
