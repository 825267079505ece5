package org.predictbench.bench.requests;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.predictbench.client.DType;
import org.predictbench.client.Signature;
import org.predictbench.client.Tensor;

class NpzFileTest {
  @TempDir Path folder;

  /** An array's file, version 1.0, byte by byte as NumPy documents it. */
  private static byte[] npy(String descr, String shape, byte... elements) {
    return npy(1, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, shape, elements);
  }

  private static byte[] npy(
      int version, String header, String descr, String shape, byte... elements) {
    String text = header.formatted(descr, shape);
    int width = version == 1 ? 2 : 4;
    int padding = 64 - (6 + 2 + width + text.length() + 1) % 64;
    byte[] dictionary = (text + " ".repeat(padding) + "\n").getBytes(UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + width + dictionary.length + elements.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .put((byte) 0x93)
            .put("NUMPY".getBytes(ISO_8859_1))
            .put((byte) version)
            .put((byte) 0);
    if (width == 2) {
      file.putShort((short) dictionary.length);
    } else {
      file.putInt(dictionary.length);
    }
    return file.put(dictionary).put(elements).array();
  }

  private static byte[] ints(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(bytes::putInt);
    return bytes.array();
  }

  private Path npz(Map<String, byte[]> entries, int method) throws IOException {
    Path file = folder.resolve("requests.npz");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        ZipEntry entry = new ZipEntry(each.getKey());
        CRC32 crc = new CRC32();
        crc.update(each.getValue());
        entry.setMethod(method);
        entry.setSize(each.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(each.getValue());
        zip.closeEntry();
      }
    }
    return file;
  }

  private Path npz(String name, byte[] array) throws IOException {
    return npz(Map.of(name, array), ZipEntry.STORED);
  }

  private static Tensor only(Path file, Signature signature) throws IOException {
    RequestSet set = RequestSets.open(file, signature);
    assertThat(set.requests()).hasSize(1);
    return set.requests().get(0).tensor(0);
  }

  private static void assertRefused(Path file, Signature signature, String message) {
    assertThatThrownBy(() -> RequestSets.open(file, signature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": " + message);
  }

  @ParameterizedTest
  @ValueSource(ints = {ZipEntry.STORED, ZipEntry.DEFLATED})
  void arraysAreInputsByTheirNames(int method) throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("mask.npy", npy("|b1", "(1, 2)", (byte) 1, (byte) 0));
    arrays.put("ids.npy", npy("<i4", "(1, 2)", ints(7, -8)));
    Signature signature =
        new Specs().and("ids", DType.INT32, -1, 2).and("mask", DType.BOOL, -1, 2).signature();

    RequestSet set = RequestSets.open(npz(arrays, method), signature);

    assertThat(set.requests()).hasToString("[{ids: int32[1, 2], mask: bool[1, 2]}]");
    assertThat(set.requests().get(0).tensor("ids").ints()).containsExactly(7, -8);
  }

  @Test
  void oneMoreDimensionInFrontIsARequestARow() throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("a.npy", npy("<i4", "(3, 1, 2)", ints(1, 2, 3, 4, 5, 6)));
    arrays.put("b.npy", npy("|S2", "(3, 1)", "x\0yyz\0".getBytes(UTF_8)));
    Signature signature =
        new Specs().and("a", DType.INT32, -1, 2).and("b", DType.STRING, -1).signature();

    RequestSet set = RequestSets.open(npz(arrays, ZipEntry.DEFLATED), signature);

    assertThat(set.requests()).hasSize(3);
    assertThat(set.requests().get(2)).hasToString("{a: int32[1, 2], b: string[1]}");
    assertThat(set.requests().get(2).tensor("a").ints()).containsExactly(5, 6);
    assertThat(set.requests().get(1).tensor("b").stringAt(0)).containsExactly('y', 'y');
  }

  @Test
  void oneArrayOfAnyNameDoesForOneInput() throws IOException {
    Signature signature = Specs.one("x", DType.INT32, -1);
    byte[] array = npy("<i4", "(2,)", ints(1, 2));

    assertThat(only(npz("arr_0.npy", array), signature).ints()).containsExactly(1, 2);
    Path npy = Files.write(folder.resolve("array.npy"), array);
    assertThat(only(npy, signature).ints()).containsExactly(1, 2);
  }

  @ParameterizedTest
  @CsvSource({
    "|b1,bool,1", "|i1,int8,1", "<i2,int16,2", "<i4,int32,4", "<i8,int64,8", "|u1,uint8,1",
    "<u2,uint16,2", "<u4,uint32,4", "<u8,uint64,8", "<f2,half,2", "<f4,float,4", "<f8,double,8",
    "<c8,complex64,8", "<c16,complex128,16"
  })
  void everyTypeIsReadInBothByteOrders(String descr, String dtype, int size) throws IOException {
    DType type = DType.valueOf(dtype.toUpperCase(Locale.ROOT));
    byte[] little = new byte[2 * size];
    for (int i = 0; i < little.length; i++) {
      little[i] = (byte) (type == DType.BOOL ? i % 2 : i + 1);
    }
    // Of a complex number each half has its own order.
    int unit = dtype.startsWith("complex") ? size / 2 : size;
    byte[] big = new byte[little.length];
    for (int i = 0; i < big.length; i++) {
      big[i] = little[i / unit * unit + unit - 1 - i % unit];
    }
    Signature signature = Specs.one("x", type, 2);
    Tensor expected = Tensor.of(type, ByteBuffer.wrap(little), 2);

    assertThat(only(npz("x.npy", npy(descr, "(2,)", little)), signature).sameBitsAs(expected))
        .isTrue();
    assertThat(
            only(npz("x.npy", npy(descr.replace('<', '>'), "(2,)", big)), signature)
                .sameBitsAs(expected))
        .isTrue();
  }

  @Test
  void fortranOrderIsTurned() throws IOException {
    byte[] array =
        npy(
            1,
            "{'descr': '%s', 'fortran_order': True, 'shape': %s, }",
            "<i4",
            "(2, 3)",
            // Columns of [[1, 2, 3], [4, 5, 6]].
            ints(1, 4, 2, 5, 3, 6));

    assertThat(only(npz("x.npy", array), Specs.one("x", DType.INT32, 2, 3)).ints())
        .containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionOfTheFormatIsRead(int version) throws IOException {
    byte[] array =
        npy(
            version,
            "{'shape': %2$s, 'fortran_order': False, 'descr': '%1$s'}",
            "<i4",
            "()",
            ints(9));

    assertThat(only(npz("x.npy", array), Specs.one("x", DType.INT32)).ints()).containsExactly(9);
  }

  @Test
  void unicodeBecomesUtf8() throws IOException {
    byte[] big = {0, 0, 0, 'a', 0, 1, (byte) 0xf6, 0, 0, 0, 0, (byte) 0xfc, 0, 0, 0, 0};

    Tensor read = only(npz("x.npy", npy(">U2", "(2,)", big)), Specs.one("x", DType.STRING, 2));

    assertThat(new String(read.stringAt(0), UTF_8)).isEqualTo("a\ud83d\ude00");
    assertThat(new String(read.stringAt(1), UTF_8)).isEqualTo("ü");
    assertRefused(
        npz("x.npy", npy("<U1", "(1,)", ints(0x110000))),
        Specs.one("x", DType.STRING, 1),
        "array 'x': a string with 00110000, which is no character");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "|O;(1,);holds Python objects, which would have to be run to be read: save strings with"
            + " astype('S'), numbers with their own type",
        "<M8[ns];(1,);has elements of type '<M8[ns]'",
        "|V2;(1,);has elements of type '|V2', which no tensor has",
        "<i3;(1,);has elements of type '<i3', which no tensor has",
        "<i4;(1, 99999999999999999999);has the shape (1, 99999999999999999999)",
        "<i4;(1000000, 1000000);shape [1000000, 1000000] holds more than 2147483648 values",
        "<i4;(500000000,);shape [500000000] of <i4 takes 2000000000 bytes, and there are 4",
        "<i4;(2,);shape [2] of <i4 takes 8 bytes, and there are 4",
        "<i4;();shape [] of <i4 takes 4 bytes, and there are 8",
      })
  void headersThatCannotBeAreRefused(String descr, String shape, String message)
      throws IOException {
    byte[] elements = shape.equals("()") ? ints(1, 2) : ints(1);

    assertRefused(
        npz("x.npy", npy(descr, shape, elements)),
        Specs.one("x", DType.INT32, -1),
        "array 'x': " + message);
  }

  @Test
  void structuredTypesAndForeignFilesAreRefused() throws IOException {
    Signature signature = Specs.one("x", DType.INT32, -1);
    byte[] structured =
        npy(1, "{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (1,), }", "", "");

    assertThatThrownBy(() -> RequestSets.open(npz("x.npy", structured), signature))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("array 'x': has a header without a plain type, order or shape");
    assertRefused(
        npz("x.txt", new byte[1]), signature, "holds 'x.txt'; an .npz holds .npy files alone");
    assertRefused(
        npz("x.npy", new byte[100]), signature, "array 'x': is no array of NumPy's format");
    assertRefused(
        npz("x.npy", new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 4, 0}),
        signature,
        "array 'x': is of format version 4; 1 to 3 are known");
  }

  @Test
  void otherNamesTypesAndShapesAreRefused() throws IOException {
    Signature two = new Specs().and("a", DType.INT32, -1).and("b", DType.INT32, -1).signature();

    assertRefused(
        npz("c.npy", npy("<i4", "(1,)", ints(1))), two, "lacks input 'a', 'b': there is 'c'");
    assertRefused(
        npz("x.npy", npy("<f4", "(1,)", ints(1))),
        Specs.one("x", DType.DOUBLE, -1),
        "input 'x' is float, the signature wants double");
    assertRefused(
        npz("x.npy", npy("<i4", "(2, 1, 2)", ints(1, 2, 3, 4))),
        Specs.one("x", DType.INT32, -1, 3),
        "request 1: input 'x' has shape [1, 2], the signature wants [?, 3]");
    Map<String, byte[]> uneven = new LinkedHashMap<>();
    uneven.put("a.npy", npy("<i4", "(2, 1)", ints(1, 2)));
    uneven.put("b.npy", npy("<i4", "(1, 1)", ints(1)));
    assertRefused(
        npz(uneven, ZipEntry.STORED),
        two,
        "arrays of 2 and of 1 requests: the leading dimensions must agree");
  }

  @Test
  void rowsWithoutElementsDoNotFillMemory() throws IOException {
    assertRefused(
        npz("x.npy", npy("<i4", "(2000000000, 0)")),
        Specs.one("x", DType.INT32, -1),
        "2000000000 requests; at most 1000000 are taken");
    assertThatThrownBy(
            () ->
                RequestSets.open(
                    npz("x.npy", npy("|S0", "(2000000000,)")), Specs.one("x", DType.STRING, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("array 'x': more than ");
  }

  @Test
  void truncatedAndDamagedZipsAreRefused() throws IOException {
    Signature signature = Specs.one("x", DType.INT32, -1);
    Path file = npz("x.npy", npy("<i4", "(3,)", ints(1, 2, 3)));
    byte[] whole = Files.readAllBytes(file);

    for (int length : new int[] {3, 40, whole.length / 2, whole.length - 1}) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> RequestSets.open(file, signature))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(file + ": is no whole zip: ")
          .hasMessageNotContaining("\n");
    }
    // One bit of an element: the zip itself has no other means to notice.
    byte[] damaged = whole.clone();
    damaged[30 + "x.npy".length() + 128 + 5] ^= 1;
    Files.write(file, damaged);
    assertRefused(file, signature, "array 'x' is damaged: its checksum differs");
  }

  @Test
  void aZipBombIsStoppedAtTheBound() throws IOException {
    Path file = folder.resolve("bomb.npz");
    byte[] header = npy("|u1", "(2000000000,)");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      // Claims the size, holds some megabytes; a true one would take a minute to write.
      zip.putNextEntry(new ZipEntry("x.npy"));
      zip.write(header);
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 8; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    assertThat(Files.size(file)).isLessThan(20_000);

    assertThatThrownBy(() -> RequestSets.open(file, Specs.one("x", DType.UINT8, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            file
                + ": array 'x': shape [2000000000] of |u1 takes 2000000000 bytes, and there are"
                + " 8388608");
  }

  @Test
  void sizesThatTheZipItselfForgesAreRefused() throws IOException {
    // Deflated 4 zeros that the directory claims to be 2,000,000,000.
    Path file = npz(Map.of("x.npy", npy("|u1", "(2000000000,)")), ZipEntry.DEFLATED);
    byte[] zip = Files.readAllBytes(file);
    ByteBuffer bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    int directory = new String(zip, ISO_8859_1).indexOf("PK\u0001\u0002");
    bytes.putInt(directory + 24, bytes.getInt(directory + 24) + 2_000_000_000);
    Files.write(file, zip);

    assertThatThrownBy(() -> RequestSets.open(file, Specs.one("x", DType.UINT8, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageNotContaining("\n");
  }
}
