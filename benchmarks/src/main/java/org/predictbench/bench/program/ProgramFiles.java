package org.predictbench.bench.program;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.predictbench.serving.full.PredictRequest;

/**
 * The files through which requests, answers and durations pass between a run and a client program.
 *
 * @param root private to one client program
 */
public record ProgramFiles(Path root) {

  /**
   * Makes the folders and writes what the program reads.
   *
   * @param requests serialized PredictRequests
   */
  public static ProgramFiles write(Path root, List<byte[]> requests) throws IOException {
    ProgramFiles files = new ProgramFiles(Files.createDirectories(root));
    Files.createDirectories(files.requests());
    Files.createDirectories(files.answers());
    for (int i = 0; i < requests.size(); i++) {
      Files.write(numbered(files.requests(), i), requests.get(i));
    }
    writeProtos(files.protos());
    return files;
  }

  /** The definitions of PredictRequest and PredictResponse, as a FileDescriptorSet. */
  static void writeProtos(Path file) throws IOException {
    Files.write(file, protoFiles().toByteArray());
  }

  Path requests() {
    return root.resolve("requests");
  }

  Path answers() {
    return root.resolve("answers");
  }

  Path durations() {
    return root.resolve("durations");
  }

  Path protos() {
    return root.resolve("predict.protos");
  }

  /**
   * A serialized PredictResponse.
   *
   * @param request from 0
   */
  Path answer(int request) {
    return numbered(answers(), request);
  }

  private static Path numbered(Path folder, int index) {
    return folder.resolve((index + 1) + ".pb");
  }

  /**
   * Durations in nanoseconds that the program wrote.
   *
   * @throws ProgramException if there are not exactly so many
   */
  long[] readDurations(long calls) throws ProgramException {
    try {
      long bytes = Files.size(durations());
      if (bytes != calls * Long.BYTES) {
        throw new ProgramException(
            "the client program reports %d calls, and its file of durations holds %s"
                .formatted(
                    calls,
                    bytes % Long.BYTES == 0
                        ? bytes / Long.BYTES
                        : bytes + " bytes, no whole number"));
      }
      LongBuffer longs =
          ByteBuffer.wrap(Files.readAllBytes(durations()))
              .order(ByteOrder.LITTLE_ENDIAN)
              .asLongBuffer();
      long[] nanos = new long[longs.remaining()];
      longs.get(nanos);
      return nanos;
    } catch (ProgramException e) {
      throw e;
    } catch (IOException e) {
      throw new ProgramException("the client program wrote no file of durations", e);
    }
  }

  /** The definitions of PredictRequest and PredictResponse, each file after those it imports. */
  private static FileDescriptorSet protoFiles() {
    Map<String, FileDescriptor> files = new LinkedHashMap<>();
    collect(PredictRequest.getDescriptor().getFile(), files);
    FileDescriptorSet.Builder set = FileDescriptorSet.newBuilder();
    files.values().forEach(file -> set.addFile(file.toProto()));
    return set.build();
  }

  private static void collect(FileDescriptor file, Map<String, FileDescriptor> files) {
    if (!files.containsKey(file.getName())) {
      file.getDependencies().forEach(dependency -> collect(dependency, files));
      files.put(file.getName(), file);
    }
  }
}
