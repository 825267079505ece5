package org.predictbench.client.axis;

/**
 * How tensors become bytes on the wire. The server gets the same tensors in each way, except that
 * tf.Examples are for signatures which parse them; strings are {@code string_val} in all but JSON
 * and tf.Examples.
 */
public enum TensorEncoding implements Axis {
  FLOAT_VAL_BOXED("the typed field, such as float_val, from a list of boxed values", Form.MESSAGE),
  FLOAT_VAL("the typed field, such as float_val, one primitive at a time", Form.MESSAGE),
  TENSOR_CONTENT_COPY(
      "tensor_content through a buffer that ByteString copies once more", Form.MESSAGE),
  TENSOR_CONTENT_WRAP(
      "tensor_content around the one buffer the elements were written into", Form.MESSAGE),
  JPEG_BYTES("the JPEG files themselves as string_val, for models that decode", Form.MESSAGE) {
    @Override
    public boolean sendsImages() {
      return true;
    }
  },
  DIRECT(
      "tensor_content written by a marshaller of our own from arrays into gRPC's buffers",
      Form.BYTES),
  EXAMPLE_PROTO("a tf.Example for each row, built with the generated messages", Form.MESSAGE) {
    @Override
    public boolean isExamples() {
      return true;
    }
  },
  EXAMPLE_DIRECT(
      "a tf.Example for each row, written by a marshaller of our own into gRPC's buffers",
      Form.BYTES) {
    @Override
    public boolean isExamples() {
      return true;
    }
  },
  JSON_ROW("JSON, one element of \"instances\" for each row of the batch", Form.JSON),
  JSON_COLUMNAR("JSON, whole tensors as \"inputs\"", Form.JSON);

  private enum Form {
    MESSAGE,
    BYTES,
    JSON
  }

  private final String description;
  private final Form form;

  TensorEncoding(String description, Form form) {
    this.description = description;
    this.form = form;
  }

  @Override
  public String axis() {
    return "encoding";
  }

  @Override
  public String description() {
    return description;
  }

  /** Whether suites give this encoding JPEG images to send, and the others floats. */
  public boolean sendsImages() {
    return false;
  }

  /** Whether tensors become the features of tf.Examples, one for each row. */
  public boolean isExamples() {
    return false;
  }

  /** Whether a marshaller of our own writes this encoding's bytes. */
  public boolean writesBytes() {
    return form == Form.BYTES;
  }

  /** Whether this encoding fills a generated message. */
  public boolean fillsMessages() {
    return form == Form.MESSAGE;
  }

  /** Whether this encoding is for the REST endpoint. */
  public boolean isJson() {
    return form == Form.JSON;
  }
}
