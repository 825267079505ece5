package org.predictbench.bench.requests;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.BufferedInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.predictbench.bench.files.InputException;
import org.predictbench.client.Inputs;
import org.predictbench.client.Signature;

/**
 * The requests of one signature in a JSON file: one or many REST bodies, one after the other or in
 * a list, or an input file of perf_analyzer. Not for several threads.
 *
 * <p>The file is read twice: a body may name its signature after its tensors. Neither pass holds
 * more than the tensors.
 */
final class JsonFile {
  /** Deeper than any tensor, and far less than a thread's stack. */
  private static final int DEEPEST = 300;

  /** A string is in memory as bytes, as characters and decoded. */
  private static final long HEAP_PER_STRING = 16;

  private final Path file;
  private final Signature signature;
  private final MemoryBound bound = new MemoryBound();
  private final LeftOut leftOut = new LeftOut("request");
  private final List<Inputs> requests = new ArrayList<>();
  // Requests that were read, those left out among them.
  private int done;

  private JsonFile(Path file, Signature signature) {
    this.file = file;
    this.signature = signature;
  }

  /** What a body is, found in the first pass: steps of perf_analyzer, or for a signature. */
  private record Body(boolean isSteps, String signature) {}

  /** What is done with each body: from its start, where the parser stands, to its end. */
  private interface Reader {
    void read(JsonParser in) throws IOException;
  }

  static RequestSet read(Path file, Signature signature) throws IOException {
    return new JsonFile(file, signature).read();
  }

  private RequestSet read() throws IOException {
    List<Body> bodies = new ArrayList<>();
    Map<Body, Body> known = new HashMap<>();
    forEach(
        in -> {
          Body body = survey(in);
          // Thousands of bodies are for one signature.
          bodies.add(known.computeIfAbsent(body, same -> same));
          done++;
        });
    done = 0;
    Iterator<Body> next = bodies.iterator();
    forEach(in -> request(in, next.next()));
    if (requests.isEmpty()) {
      throw leftOut.nothingLeft(file, signature);
    }
    return new RequestSet(file.toString(), requests, leftOut.notes());
  }

  private Body survey(JsonParser in) throws IOException {
    boolean tensors = false;
    boolean steps = false;
    String name = "";
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      tensors |= key.equals(RestBody.ROWS) || key.equals(RestBody.COLUMNS);
      steps |= key.equals(PerfAnalyzerData.DATA);
      if (key.equals(RestBody.SIGNATURE)) {
        if (!in.hasToken(JsonToken.VALUE_STRING)) {
          throw new InputException("'signature_name' is a string");
        }
        name = in.getText();
      }
      in.skipChildren();
    }
    if (tensors == steps) {
      throw new InputException(
          "has none, or too many, of 'instances', 'inputs' (REST) and 'data' (perf_analyzer)");
    }
    return new Body(steps, name);
  }

  private void request(JsonParser in, Body body) throws IOException {
    if (body.isSteps()) {
      steps(in);
    } else if (leftOut.isWanted(body.signature(), signature)) {
      add(RestBody.read(in, signature, bound));
    } else {
      in.skipChildren();
      done++;
    }
  }

  private void steps(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      if (key.equals(PerfAnalyzerData.DATA)) {
        new PerfAnalyzerData(signature, bound).read(in, this::add);
      } else {
        in.skipChildren();
      }
    }
  }

  private void add(Inputs inputs) {
    SignatureCheck.check(inputs, signature);
    requests.add(inputs);
    done++;
  }

  /** Goes through all bodies, whether one after the other or in lists. */
  private void forEach(Reader reader) throws IOException {
    try (InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
        JsonParser in = factory().createParser(bytes)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        boolean isList = token == JsonToken.START_ARRAY;
        if (!isList || in.nextToken() != JsonToken.END_ARRAY) {
          do {
            if (!in.hasToken(JsonToken.START_OBJECT)) {
              throw new InputException("is no object; a request is {\"instances\": [...]}");
            }
            reader.read(in);
          } while (isList && in.nextToken() != JsonToken.END_ARRAY);
        }
      }
    } catch (JsonEOFException e) {
      throw new InputException(file + ": ends in the middle of a value", e);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : "line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
      throw new InputException("%s: %s%s".formatted(file, where, line(e.getOriginalMessage())), e);
    } catch (CharConversionException e) {
      throw new InputException("%s: is not UTF-8: %s".formatted(file, line(e.getMessage())), e);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "%s: request %d: %s".formatted(file, done + 1, line(e.getMessage())), e);
    }
  }

  /** One line without the parser's advice. */
  private static String line(String message) {
    String line = message.replaceAll("\\p{Cntrl}+", " ").replaceAll(", from `[^`]*`", "");
    return line.replaceAll(": (enable|was expecting) .*", "");
  }

  private static JsonFactory factory() {
    long heap = Runtime.getRuntime().maxMemory();
    return new JsonFactoryBuilder()
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        // TensorFlow Serving takes NaN and Infinity too.
        .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
        .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
        // Names of inputs differ from file to file: nothing is gained by keeping them.
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxStringLength((int) Math.min(heap / HEAP_PER_STRING, MemoryBound.MOST))
                .build())
        .build();
  }
}
