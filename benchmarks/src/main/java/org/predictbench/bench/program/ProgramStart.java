package org.predictbench.bench.program;

import io.grpc.StatusRuntimeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.predictbench.bench.fork.Answers;
import org.predictbench.bench.plan.CallPlan;
import org.predictbench.bench.plan.OutputHash;
import org.predictbench.bench.plan.PlanFolder;
import org.predictbench.bench.result.Answer;
import org.predictbench.bench.result.Cell;
import org.predictbench.bench.result.Suite;
import org.predictbench.bench.servers.ServerUnderTest;
import org.predictbench.client.Inputs;
import org.predictbench.client.ModelRef;
import org.predictbench.client.Outputs;
import org.predictbench.client.PredictClient;
import org.predictbench.client.PredictClients;
import org.predictbench.client.PredictException;
import org.predictbench.client.Target;
import org.predictbench.client.WireCodec;
import org.predictbench.client.axis.Protos;
import org.predictbench.client.axis.TensorEncoding;
import org.predictbench.client.axis.Transport;

/**
 * Starts the client programs of a run's cells, each with a folder of its own, and knows what they
 * must answer. For one thread.
 *
 * @param limit for each answer of a program, beside the time that it is asked to work
 */
public record ProgramStart(PlanFolder plans, Path scratch, Commands commands, Duration limit) {
  private static final WireCodec CODEC = codec(ModelRef.of("any"));

  /** The command lines that start the programs. */
  public interface Commands {
    List<String> of(Cell cell) throws IOException;
  }

  /** The programs that come with us; each is looked for once, which takes a moment. */
  public static ProgramStart shipped(PlanFolder plans, Path scratch) {
    Map<String, List<String>> found = new HashMap<>();
    Commands commands =
        cell -> {
          ClientProgram program = ClientProgram.of(cell.client());
          List<String> command = found.get(program.id());
          if (command == null) {
            command = program.command(scratch);
            found.put(program.id(), command);
          }
          return command;
        };
    return new ProgramStart(plans, scratch, commands, ProgramClient.LIMIT);
  }

  /**
   * What a program of a cell is given in a round.
   *
   * @param order with the cell's target and options
   * @param requests as the harness has them
   */
  public record Task(
      List<String> command,
      ProgramFiles files,
      ProgramClient.Order order,
      List<Inputs> requests,
      ModelRef model,
      CallPlan plan,
      Duration limit) {

    public ProgramClient start() throws IOException {
      return ProgramClient.start(command, files, limit);
    }

    /**
     * Reads the first answer and compares it with what the harness's own client gets, bit for bit.
     *
     * @throws IOException if it differs, or is no answer at all
     */
    public Answer checked(byte[] first) throws IOException {
      try (PredictClient client = PredictClients.best(Target.parse(order.target()), model)) {
        Answer expected = Answers.of(client.predict(requests.get(0), plan.options()));
        Answer answer = read(first, Answers::of);
        if (!answer.outputs().equals(expected.outputs())) {
          throw new IOException(
              "the client program's answer is wrong: "
                  + difference(answer.outputs(), expected.outputs()));
        }
        return answer;
      } catch (PredictException e) {
        throw new IOException("no answer to compare with: " + e.getMessage(), e);
      }
    }

    /** In what an answer differs from the one that a client of ours gets. */
    private static String difference(Map<String, String> its, Map<String, String> ours) {
      if (!its.keySet().equals(ours.keySet())) {
        return "its outputs are %s, those that a client of ours gets %s"
            .formatted(its.keySet(), ours.keySet());
      }
      List<String> other =
          ours.keySet().stream().filter(alias -> !its.get(alias).equals(ours.get(alias))).toList();
      return "%s of it differs from what a client of ours gets in type, shape or bits"
          .formatted(String.join(", ", other));
    }

    /** The same for a program that makes one call. */
    public Task ofFirstRequest() {
      return new Task(
          command, files, order.ofFirstRequest(), requests.subList(0, 1), model, plan, limit);
    }

    /**
     * Compares a later first answer with the one that was found right.
     *
     * @throws IOException if it differs
     */
    public void requireSame(Answer right, byte[] answer) throws IOException {
      if (!read(answer, Answers::of).outputs().equals(right.outputs())) {
        throw new IOException("an answer differs from the cell's first");
      }
    }

    /** The answer with those to all requests, of which the program came to some. */
    public Answer whole(Answer first, List<byte[]> answers) throws IOException {
      if (answers.size() == 1) {
        return first;
      }
      List<String> hashes = new ArrayList<>();
      for (byte[] answer : answers) {
        hashes.add(answer == null ? null : read(answer, OutputHash::of));
      }
      return Answers.ofAll(first, hashes);
    }

    /** What is wanted of a reply, whose tensors are read only then. */
    private static <T> T read(byte[] reply, Function<Outputs, T> wanted) throws IOException {
      try {
        return wanted.apply(CODEC.decode(reply));
      } catch (PredictException | StatusRuntimeException | IllegalArgumentException e) {
        throw new IOException("the client program's answer is no PredictResponse", e);
      }
    }
  }

  /**
   * Writes the files of a cell's program, and starts nothing.
   *
   * @throws IOException if they cannot be written, or the server has no listener of that kind
   */
  public Task task(Suite suite, Cell cell, String name, ServerUnderTest server) throws IOException {
    CallPlan plan = CallPlan.read(plans.of(suite.modelOf(cell)));
    ModelRef called = plan.model(server.model(), cell.workload().signature());
    List<String> outputs = cell.workload().outputs();
    ModelRef model =
        outputs.isEmpty() ? called : called.withOutputs(outputs.toArray(String[]::new));
    int batch = cell.workload().batchOr(suite.batchSize());
    WireCodec codec = codec(model);
    List<Inputs> requests = new ArrayList<>();
    List<byte[]> serialized = new ArrayList<>();
    for (Inputs inputs : plan.requests().requests()) {
      Inputs request = inputs.repeated(batch);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      var unused = codec.encode(request, bytes);
      requests.add(request);
      serialized.add(bytes.toByteArray());
    }
    Map<String, String> options = ClientProgram.of(cell.client()).options(cell.client());
    ProgramClient.Order order =
        new ProgramClient.Order(
            target(server, options).toString(),
            model.name(),
            model.signature(),
            requests.size(),
            plan.options().headers(),
            options);
    return new Task(
        commands.of(cell),
        ProgramFiles.write(scratch.resolve(name), serialized),
        order,
        requests,
        model,
        plan,
        limit);
  }

  private static Target target(ServerUnderTest server, Map<String, String> options)
      throws IOException {
    boolean unix = "unix".equals(options.get(ClientProgram.SOCKET));
    try {
      Target target = server.target(unix ? Transport.NETTY_UDS : Transport.NETTY_NIO);
      if (target instanceof Target.Tcp || target instanceof Target.Unix) {
        return target;
      }
      throw new IOException(
          "client programs reach a server by TCP or a Unix socket, not " + target);
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static WireCodec codec(ModelRef model) {
    return WireCodec.of(TensorEncoding.TENSOR_CONTENT_WRAP, Protos.FULL, model);
  }
}
