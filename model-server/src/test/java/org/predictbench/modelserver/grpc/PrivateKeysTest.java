package org.predictbench.modelserver.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class PrivateKeysTest {
  private static final String CURVE = "a00a06082a8648ce3d030107";

  /** In a PKCS #8 key of 2048 bits the PKCS #1 key begins here. */
  private static final int RSA_HEADER_BYTES = 26;

  @Test
  void anRsaKeyAsPkcs1IsTaken() throws GeneralSecurityException {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) key("RSA");
    byte[] pkcs8 = key.getEncoded();
    byte[] pkcs1 = Arrays.copyOfRange(pkcs8, RSA_HEADER_BYTES, pkcs8.length);

    assertThat(read("RSA", PrivateKeys.toPkcs8(pem("RSA PRIVATE KEY", pkcs1)))).isEqualTo(key);
  }

  @Test
  void anEcKeyAsSec1IsTaken() throws GeneralSecurityException {
    ECPrivateKey key = (ECPrivateKey) key("EC");
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    byte[] secret = key.getS().toByteArray();
    fields.writeBytes(HexFormat.of().parseHex("020101"));
    fields.write(4);
    fields.write(secret.length);
    fields.writeBytes(secret);
    fields.writeBytes(HexFormat.of().parseHex(CURVE));
    ByteArrayOutputStream sec1 = new ByteArrayOutputStream();
    sec1.write(0x30);
    sec1.write(fields.size());
    sec1.writeBytes(fields.toByteArray());
    String text =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + pem("EC PRIVATE KEY", sec1.toByteArray());

    ECPrivateKey read = (ECPrivateKey) read("EC", PrivateKeys.toPkcs8(text));

    assertThat(read.getS()).isEqualTo(key.getS());
  }

  @Test
  void pkcs8StaysWhatItIs() throws GeneralSecurityException {
    PrivateKey key = key("EC");

    assertThat(read("EC", PrivateKeys.toPkcs8(pem("PRIVATE KEY", key.getEncoded()))))
        .isEqualTo(key);
  }

  @Test
  void othersAreRefusedWithARemedy() {
    refused("", "server_key holds no PEM block 'PRIVATE KEY'");
    refused(pem("ENCRYPTED PRIVATE KEY", new byte[9]), "decrypt it with 'openssl pkey");
    refused(pem("DSA PRIVATE KEY", new byte[9]), "convert it with 'openssl pkey");
    refused(pem("EC PRIVATE KEY", new byte[] {0x30, 3, 2, 1, 1}), "names no curve");
    refused(pem("EC PRIVATE KEY", new byte[] {0x30, 9, 2}), "is cut short");
    refused(pem("EC PRIVATE KEY", new byte[] {0x30, (byte) 0x84, 127, 0, 0, 0}), "is no DER");
  }

  private static void refused(String pem, String reason) {
    assertThatThrownBy(() -> PrivateKeys.toPkcs8(pem))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(reason);
  }

  private static PrivateKey key(String algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    if (algorithm.equals("EC")) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(2048);
    }
    return generator.generateKeyPair().getPrivate();
  }

  private static PrivateKey read(String algorithm, String pem) throws GeneralSecurityException {
    String body = pem.replaceAll("-----[^-]+-----", "");
    return KeyFactory.getInstance(algorithm)
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
  }

  private static String pem(String what, byte[] der) {
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
        .formatted(what, Base64.getMimeEncoder().encodeToString(der));
  }
}
