package org.predictbench.bench.requests;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.predictbench.bench.files.AtomicFiles;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.serving.TfRecordReader;
import org.predictbench.serving.TfRecordWriter;
import org.predictbench.serving.full.PredictionLog;

/** TFRecord files of PredictionLogs: read whole or refused, written whole or not at all. */
final class RecordFile {
  /** What a set's own file names as the model; nobody reads it. */
  private static final ModelRef NOBODY = ModelRef.of("request-set");

  private RecordFile() {}

  /** Takes one record of a file. */
  interface Records {
    /**
     * Takes the next record.
     *
     * @throws IllegalArgumentException in one line, without the file's name and the record's number
     */
    void accept(PredictionLog log);
  }

  /**
   * Hands over all records in their order.
   *
   * @return how many there were
   * @throws InputException in one line that names the file, and the record or position
   */
  static int forEach(Path file, Records records) throws IOException {
    // A record may be as long as the file, and is read in one piece.
    if (Files.size(file) > MemoryBound.mostHere()) {
      throw new InputException(
          "%s: is %s; at most %s are read here: split it, or raise the heap (java -Xmx)"
              .formatted(file, Sizes.of(Files.size(file)), Sizes.of(MemoryBound.mostHere())));
    }
    int number = 0;
    try (TfRecordReader reader =
        new TfRecordReader(new BufferedInputStream(Files.newInputStream(file)))) {
      for (Optional<byte[]> record = reader.next(); record.isPresent(); record = reader.next()) {
        number++;
        records.accept(PredictionLog.parseFrom(record.get()));
      }
    } catch (TfRecordReader.DataLossException e) {
      throw new InputException(
          "%s: %s: it must be a whole TFRecord file, not compressed"
              .formatted(file, e.getMessage()),
          e);
    } catch (InvalidProtocolBufferException e) {
      throw new InputException(
          "%s: record %d is no PredictionLog: %s".formatted(file, number, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new InputException("%s: record %d: %s".formatted(file, number, e.getMessage()), e);
    }
    return number;
  }

  static List<Inputs> read(Path file) throws IOException {
    List<Inputs> requests = new ArrayList<>();
    MemoryBound bound = new MemoryBound();
    forEach(
        file,
        log -> {
          if (!log.hasPredictLog()) {
            throw new InputException("holds no predict log, as request sets do");
          }
          requests.add(PredictionLogs.inputs(log.getPredictLog().getRequest(), bound));
        });
    return requests;
  }

  static void write(Path file, List<Inputs> requests) throws IOException {
    write(file, requests, NOBODY);
  }

  static void write(Path file, List<Inputs> requests, ModelRef model) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path temporary = file.resolveSibling(file.getFileName() + AtomicFiles.TEMPORARY);
    try {
      try (TfRecordWriter out =
          new TfRecordWriter(new BufferedOutputStream(Files.newOutputStream(temporary)))) {
        for (Inputs request : requests) {
          out.write(PredictionLogs.log(request, model).toByteArray());
        }
      }
      AtomicFiles.rename(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
