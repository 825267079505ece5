import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.ByteString;
import io.grpc.ClientInterceptors;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;
import tensorflow.serving.Model.ModelSpec;
import tensorflow.serving.Predict.PredictRequest;
import tensorflow.serving.Predict.PredictResponse;
import tensorflow.serving.PredictionServiceGrpc;

/**
 * The client that Java services have: the published classes of TensorFlow Serving's API and
 * grpc-netty-shaded, both as they come.
 *
 * <p>It is told what to do by JSON lines on stdin and reports by JSON lines on stdout, as
 * docs/reference/process-clients.md describes. It ends when its input does.
 */
public final class PredictClient {
  private static final int PROTOCOL = 1;
  private static final List<String> LIBRARIES =
      List.of("grpc-netty-shaded", "protobuf-java", "tensorflow-serving-client");

  /** A tensor as an array of a service: float[], double[], int[], long[] or byte[][]. */
  record Values(DataType dtype, long[] shape, Object array) {
    boolean sameAs(Values other) {
      return dtype == other.dtype
          && Arrays.equals(shape, other.shape)
          && bytes(this).equals(bytes(other));
    }
  }

  record Request(ModelSpec spec, List<String> outputs, Map<String, Values> inputs) {}

  record Answer(Map<String, Values> outputs, PredictResponse message) {}

  private final String target;
  private final boolean kept;
  private final boolean content;
  private final long deadlineMillis;
  private final Metadata headers = new Metadata();
  private final Path answers;
  private final Path durations;
  private final List<Request> requests = new ArrayList<>();
  private final Answer[] first;
  private final ManagedChannel channel;
  private final PredictionServiceGrpc.PredictionServiceBlockingStub stub;
  private int next;

  private PredictClient(JsonObject prepare) throws IOException {
    JsonObject options = prepare.getAsJsonObject("options");
    target = prepare.get("target").getAsString();
    kept = options.get("reuse").getAsString().equals("shared");
    content = options.get("encoding").getAsString().equals("tensor-content");
    deadlineMillis = prepare.get("deadline_millis").getAsLong();
    answers = Path.of(prepare.get("answers").getAsString());
    durations = Path.of(prepare.get("durations").getAsString());
    prepare
        .getAsJsonObject("headers")
        .entrySet()
        .forEach(
            header ->
                headers.put(
                    Metadata.Key.of(header.getKey(), Metadata.ASCII_STRING_MARSHALLER),
                    header.getValue().getAsString()));
    for (int i = 1; i <= prepare.get("count").getAsInt(); i++) {
      requests.add(read(Path.of(prepare.get("requests").getAsString(), i + ".pb")));
    }
    first = new Answer[requests.size()];
    channel = kept ? open() : null;
    stub = kept ? stub(channel) : null;
  }

  private static Request read(Path file) throws IOException {
    PredictRequest given = PredictRequest.parseFrom(Files.readAllBytes(file));
    return new Request(given.getModelSpec(), given.getOutputFilterList(), all(given.getInputsMap()));
  }

  private static Map<String, Values> all(Map<String, TensorProto> tensors) {
    Map<String, Values> all = new HashMap<>();
    tensors.forEach((alias, tensor) -> all.put(alias, values(tensor)));
    return all;
  }

  private ManagedChannel open() {
    return Grpc.newChannelBuilder(target, InsecureChannelCredentials.create())
        .maxInboundMessageSize(Integer.MAX_VALUE)
        .build();
  }

  private PredictionServiceGrpc.PredictionServiceBlockingStub stub(ManagedChannel open) {
    return PredictionServiceGrpc.newBlockingStub(
        ClientInterceptors.intercept(open, MetadataUtils.newAttachHeadersInterceptor(headers)));
  }

  private PredictResponse send(PredictRequest request) {
    if (kept) {
      return stub.withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS).predict(request);
    }
    ManagedChannel own = open();
    try {
      return stub(own).withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS).predict(request);
    } finally {
      own.shutdown();
    }
  }

  /** From arrays to arrays: builds the request, calls, reads the answer. */
  private Answer predict(int index, String model) {
    Request given = requests.get(index);
    ModelSpec spec =
        model == null
            ? given.spec()
            : ModelSpec.newBuilder()
                .setName(model)
                .setSignatureName(given.spec().getSignatureName())
                .build();
    PredictRequest.Builder request =
        PredictRequest.newBuilder().setModelSpec(spec).addAllOutputFilter(given.outputs());
    given.inputs().forEach((alias, values) -> request.putInputs(alias, tensor(values)));
    PredictResponse response = send(request.build());
    return new Answer(all(response.getOutputsMap()), response);
  }

  /** Whether it is, bit for bit, the first answer to the same request. */
  private boolean isRight(int index, Answer answer) {
    if (first[index] == null) {
      first[index] = answer;
      return true;
    }
    Map<String, Values> expected = first[index].outputs();
    return expected.keySet().equals(answer.outputs().keySet())
        && expected.entrySet().stream()
            .allMatch(entry -> entry.getValue().sameAs(answer.outputs().get(entry.getKey())));
  }

  private void writeAnswer(int index) throws IOException {
    Files.write(answers.resolve(index + 1 + ".pb"), first[index].message().toByteArray());
  }

  private TensorProto tensor(Values values) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : values.shape()) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(values.dtype()).setTensorShape(shape);
    // Strings have no tensor_content.
    if (content && values.dtype() != DataType.DT_STRING) {
      return tensor.setTensorContent(bytes(values)).build();
    }
    switch (values.dtype()) {
      case DT_FLOAT:
        for (float value : (float[]) values.array()) {
          tensor.addFloatVal(value);
        }
        break;
      case DT_DOUBLE:
        for (double value : (double[]) values.array()) {
          tensor.addDoubleVal(value);
        }
        break;
      case DT_INT32:
        for (int value : (int[]) values.array()) {
          tensor.addIntVal(value);
        }
        break;
      case DT_INT64:
        for (long value : (long[]) values.array()) {
          tensor.addInt64Val(value);
        }
        break;
      default:
        for (byte[] value : (byte[][]) values.array()) {
          tensor.addStringVal(ByteString.copyFrom(value));
        }
    }
    return tensor.build();
  }

  private static ByteString bytes(Values values) {
    int count = Array.getLength(values.array());
    ByteBuffer bytes = ByteBuffer.allocate(8 * count).order(ByteOrder.LITTLE_ENDIAN);
    switch (values.dtype()) {
      case DT_FLOAT:
        bytes.asFloatBuffer().put((float[]) values.array());
        return ByteString.copyFrom(bytes.array(), 0, 4 * count);
      case DT_DOUBLE:
        bytes.asDoubleBuffer().put((double[]) values.array());
        return ByteString.copyFrom(bytes);
      case DT_INT32:
        bytes.asIntBuffer().put((int[]) values.array());
        return ByteString.copyFrom(bytes.array(), 0, 4 * count);
      case DT_INT64:
        bytes.asLongBuffer().put((long[]) values.array());
        return ByteString.copyFrom(bytes);
      default:
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] value : (byte[][]) values.array()) {
          // With its length, so that "a", "bc" is not "ab", "c".
          all.writeBytes(ByteBuffer.allocate(4).putInt(value.length).array());
          all.writeBytes(value);
        }
        return ByteString.copyFrom(all.toByteArray());
    }
  }

  private static Values values(TensorProto tensor) {
    long[] shape =
        tensor.getTensorShape().getDimList().stream()
            .mapToLong(TensorShapeProto.Dim::getSize)
            .toArray();
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    return new Values(tensor.getDtype(), shape, array(tensor, count));
  }

  private static Object array(TensorProto tensor, int count) {
    ByteString content = tensor.getTensorContent();
    ByteBuffer bytes = content.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.getDtype()) {
      case DT_FLOAT:
        float[] floats = new float[count];
        if (content.isEmpty()) {
          for (int i = 0; i < count; i++) {
            floats[i] = tensor.getFloatVal(place(i, tensor.getFloatValCount()));
          }
        } else {
          bytes.asFloatBuffer().get(floats);
        }
        return floats;
      case DT_DOUBLE:
        double[] doubles = new double[count];
        if (content.isEmpty()) {
          for (int i = 0; i < count; i++) {
            doubles[i] = tensor.getDoubleVal(place(i, tensor.getDoubleValCount()));
          }
        } else {
          bytes.asDoubleBuffer().get(doubles);
        }
        return doubles;
      case DT_INT32:
        int[] ints = new int[count];
        if (content.isEmpty()) {
          for (int i = 0; i < count; i++) {
            ints[i] = tensor.getIntVal(place(i, tensor.getIntValCount()));
          }
        } else {
          bytes.asIntBuffer().get(ints);
        }
        return ints;
      case DT_INT64:
        long[] longs = new long[count];
        if (content.isEmpty()) {
          for (int i = 0; i < count; i++) {
            longs[i] = tensor.getInt64Val(place(i, tensor.getInt64ValCount()));
          }
        } else {
          bytes.asLongBuffer().get(longs);
        }
        return longs;
      case DT_STRING:
        return tensor.getStringValList().stream()
            .map(ByteString::toByteArray)
            .toArray(byte[][]::new);
      default:
        throw new IllegalArgumentException(
            "this client knows no tensors of TensorFlow's type number " + tensor.getDtypeValue());
    }
  }

  /** The last value stands for all that follow. */
  private static int place(int i, int given) {
    return Math.min(i, given - 1);
  }

  private String warmUp(long millis, String model) {
    CompilationMXBean jit = ManagementFactory.getCompilationMXBean();
    long before = jit.getTotalCompilationTime();
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long calls = 0;
    while (System.nanoTime() - end < 0) {
      predict((int) (calls++ % requests.size()), model);
    }
    // More than a tenth of a core: the harness then goes on.
    boolean compiling = jit.getTotalCompilationTime() - before > millis / 10;
    return "\"warm\",\"calls\":%d,\"compiling\":%b".formatted(calls, compiling);
  }

  private String first() throws IOException {
    isRight(0, predict(0, null));
    writeAnswer(0);
    return "\"answered\"";
  }

  private String timeSlice(long millis) throws IOException {
    List<Long> nanos = new ArrayList<>();
    int differing = 0;
    long now = System.nanoTime();
    long end = now + TimeUnit.MILLISECONDS.toNanos(millis);
    while (now - end < 0) {
      int index = next;
      next = (index + 1) % requests.size();
      long begin = System.nanoTime();
      boolean right = isRight(index, predict(index, null));
      now = System.nanoTime();
      nanos.add(now - begin);
      differing += right ? 0 : 1;
    }
    ByteBuffer file = ByteBuffer.allocate(8 * nanos.size()).order(ByteOrder.LITTLE_ENDIAN);
    nanos.forEach(file::putLong);
    Files.write(durations, file.array());
    return "\"done\",\"calls\":%d,\"differing\":%d".formatted(nanos.size(), differing);
  }

  private String end() throws IOException {
    for (int i = 0; i < first.length; i++) {
      if (first[i] != null) {
        writeAnswer(i);
      }
    }
    if (kept) {
      channel.shutdownNow();
    }
    return "\"ended\"";
  }

  private static void say(String rest) {
    System.out.println("{\"say\":" + rest + "}");
  }

  private static String quoted(String text) {
    return new JsonPrimitive(text).toString();
  }

  private static void hello() {
    say(
        "\"hello\",\"protocol\":%d,\"name\":\"Java, published API\",\"version\":%s,\"libraries\":{%s}"
            .formatted(
                PROTOCOL,
                quoted(System.getProperty("java.version")),
                LIBRARIES.stream()
                    .map(name -> quoted(name) + ":" + quoted(version(name)))
                    .collect(Collectors.joining(","))));
  }

  /** By the jar's name: a library does not say its version itself. */
  private static String version(String library) {
    Matcher jar =
        Pattern.compile("/" + library + "-([0-9][^/]*)\\.jar")
            .matcher(System.getProperty("java.class.path"));
    return jar.find() ? jar.group(1) : "unknown";
  }

  /** Runs until it is told to end, or its input ends. */
  public static void main(String[] args) throws IOException {
    hello();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PredictClient client = null;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      JsonObject message = JsonParser.parseString(line).getAsJsonObject();
      String order = message.get("do").getAsString();
      try {
        switch (order) {
          case "prepare":
            client = new PredictClient(message);
            say("\"ready\"");
            break;
          case "warm-up":
            say(client.warmUp(message.get("millis").getAsLong(), message.get("model").getAsString()));
            break;
          case "first":
            say(client.first());
            break;
          case "slice":
            say(client.timeSlice(message.get("millis").getAsLong()));
            break;
          case "end":
            say(client.end());
            System.exit(0);
            break;
          default:
            throw new IllegalArgumentException("unknown order '" + order + "'");
        }
      } catch (StatusRuntimeException e) {
        failed(e.getStatus().getCode() + ": " + e.getStatus().getDescription());
      } catch (IllegalArgumentException e) {
        failed(e.getMessage());
      }
    }
    System.exit(0);
  }

  private static void failed(String reason) {
    say("\"failed\",\"reason\":" + quoted(reason));
    System.exit(0);
  }
}
