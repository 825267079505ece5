package org.predictbench.bench.requests;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.predictbench.client.DType;
import org.predictbench.client.Inputs;
import org.predictbench.client.Tensor;

/** SHA-256 over requests, whatever file they came from. Each part has its length before it. */
final class RequestHash {
  private final MessageDigest digest;

  private RequestHash(MessageDigest digest) {
    this.digest = digest;
  }

  static String of(List<Inputs> requests) {
    try {
      RequestHash hash = new RequestHash(MessageDigest.getInstance("SHA-256"));
      hash.number(requests.size());
      requests.forEach(hash::add);
      return HexFormat.of().formatHex(hash.digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private void add(Inputs request) {
    number(request.size());
    for (int i = 0; i < request.size(); i++) {
      bytes(request.alias(i).getBytes(StandardCharsets.UTF_8));
      add(request.tensor(i));
    }
  }

  private void add(Tensor tensor) {
    number(tensor.dtype().number());
    number(tensor.rank());
    for (long size : tensor.shape()) {
      number(size);
    }
    if (tensor.dtype() == DType.STRING) {
      for (byte[] string : tensor.strings()) {
        bytes(string);
      }
    } else {
      digest.update(tensor.littleEndian());
    }
  }

  private void bytes(byte[] value) {
    number(value.length);
    digest.update(value);
  }

  private void number(long value) {
    digest.update(ByteBuffer.allocate(Long.BYTES).putLong(value).flip());
  }
}
