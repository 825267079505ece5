package org.predictbench.modelserver.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM. The C++ server takes them in the form of their algorithm too, as PKCS #1
 * (RFC 8017, {@code RSA PRIVATE KEY}) and SEC 1 (RFC 5915, {@code EC PRIVATE KEY}); Java takes them
 * as PKCS #8 alone, which wraps either.
 */
final class PrivateKeys {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ((?:[A-Z]+ )*)PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] VERSION_0 = HEX.parseHex("020100");
  private static final byte[] RSA = HEX.parseHex("06092a864886f70d0101010500");
  private static final byte[] EC = HEX.parseHex("06072a8648ce3d0201");
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final int EC_PARAMETERS = 0xa0;

  private PrivateKeys() {}

  /**
   * Returns the first private key of a PEM text as PKCS #8, also in PEM.
   *
   * @throws IllegalArgumentException if there is none that can be used
   */
  static String toPkcs8(String pem) {
    Matcher block = BLOCK.matcher(pem);
    if (!block.find()) {
      throw new IllegalArgumentException(
          "server_key holds no PEM block 'PRIVATE KEY', 'RSA PRIVATE KEY' or 'EC PRIVATE KEY'");
    }
    String form = block.group(1).strip().toUpperCase(Locale.ROOT);
    if (form.equals("ENCRYPTED") || block.group(2).contains("ENCRYPTED")) {
      throw new IllegalArgumentException(
          "server_key is encrypted; decrypt it with 'openssl pkey -in KEY -out PLAIN'");
    }
    byte[] key = Base64.getMimeDecoder().decode(block.group(2));
    byte[] pkcs8 =
        switch (form) {
          case "" -> key;
          case "RSA" -> wrap(RSA, key);
          case "EC" -> wrap(join(EC, parameters(key)), key);
          default ->
              throw new IllegalArgumentException(
                  "server_key is of the unknown form '%s PRIVATE KEY'; convert it with 'openssl pkey -in KEY -out PKCS8'"
                      .formatted(form));
        };
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pkcs8)
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return element(
        SEQUENCE, join(VERSION_0, element(SEQUENCE, algorithm), element(OCTET_STRING, key)));
  }

  /** Returns the curve that a SEC 1 key names. */
  private static byte[] parameters(byte[] key) {
    ByteBuffer fields = content(ByteBuffer.wrap(key));
    while (fields.hasRemaining()) {
      int tag = Byte.toUnsignedInt(fields.get(fields.position()));
      ByteBuffer field = content(fields);
      if (tag == EC_PARAMETERS) {
        byte[] parameters = new byte[field.remaining()];
        field.get(parameters);
        return parameters;
      }
    }
    throw new IllegalArgumentException("server_key is an EC key that names no curve");
  }

  /** Reads one DER element and returns its content. */
  private static ByteBuffer content(ByteBuffer in) {
    if (in.remaining() < 2) {
      throw new IllegalArgumentException("server_key is cut short");
    }
    in.get();
    int length = Byte.toUnsignedInt(in.get());
    if (length > 0x80) {
      int bytes = length - 0x80;
      if (bytes > 3 || bytes > in.remaining()) {
        throw new IllegalArgumentException("server_key is no DER");
      }
      length = 0;
      for (int i = 0; i < bytes; i++) {
        length = length << Byte.SIZE | Byte.toUnsignedInt(in.get());
      }
    }
    if (length > in.remaining()) {
      throw new IllegalArgumentException("server_key is cut short");
    }
    ByteBuffer content = in.slice(in.position(), length);
    in.position(in.position() + length);
    return content;
  }

  private static byte[] element(int tag, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / Byte.SIZE;
      out.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        out.write(content.length >>> (i * Byte.SIZE));
      }
    }
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }
}
