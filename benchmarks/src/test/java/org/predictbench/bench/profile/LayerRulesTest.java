package org.predictbench.bench.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayerRulesTest {
  private final LayerRules rules = LayerRules.shipped();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "JIT | [C2 CompilerThre];clone3;CompileBroker::compiler_thread_loop;PhaseChaitin::Split",
        "GC | [GC Thread#*];clone3;G1ParTask::work",
        "GC | [VM Thread];clone3;VM_GenCollectForAllocation::doit;memmove",
        "kernel network | [main];java.net.A.b_[j];__send;entry_[k];tcp_sendmsg_[k];memcpy_[k]",
        "kernel other | [main];org.predictbench.client.Encoding$1.write_[j];page_fault_[k]",
        "encoding | [main];io.grpc.A.b_[j];org.predictbench.client.Encoding$1.write_[j];memmove",
        "encoding | [main];org.predictbench.serving.full.tensorflow.TensorProto.writeTo_[j];com.google.protobuf.CodedOutputStream.writeFloatNoTag_[j]",
        "protobuf | [main];io.grpc.A.b_[j];com.google.protobuf.ByteString.size_[j]",
        "gRPC | [main];io.netty.A.b_[j];io.grpc.A.b_[j];java.util.ArrayList.add_[i]",
        "Netty | [main];io.grpc.A.b_[j];io.netty.buffer.ByteBuf.read_[j]",
        "TLS | [main];io.netty.A.b_[j];io.netty.handler.ssl.SslHandler.wrap_[j]",
        "TensorFlow kernels: oneDNN | [java];tensorflow::X::Run;dnnl::impl::cpu::jit_conv::execute",
        "TensorFlow kernels: oneDNN | [java];unknown",
        "TensorFlow kernels: Eigen | [java];tensorflow::X::Run;Eigen::internal::gebp_kernel",
        "TensorFlow session | [java];clone3;Eigen::ThreadPoolTempl<E>::WorkerLoop",
        "TensorFlow session | [main];org.tensorflow.Session.run_[j]",
        "encoding | [main];org.predictbench.modelserver.TensorEncoder.encode_[j]",
        "encoding | [main];org.predictbench.modelserver.tensor.TensorEncoder.encode_[j]",
        "TensorFlow session | [main];org.predictbench.modelserver.session.SessionRunner.run_[j]",
        "other | [main];org.predictbench.modelserver.predict.Predictor.predict_[j]",
        "other | [main];java.lang.Thread.run_[j]",
        "unattributed | [main];break_stack_range"
      })
  void samplesBelongToTheLayerThatIsAtWork(String layer, String stack) {
    assertThat(rules.layer(stack)).isEqualTo(layer);
  }

  /** Package, then the classes that lay in the model server's root package before. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grpc | Services UnaryService Listeners GrpcSettings CallTimes SessionTimer BufferLease",
        "grpc | RequestBuffers SocketFile",
        "rest | RestPredictions",
        "warmup | WarmVersionLoader WarmUp WarmUpRecords TfRecords",
        "options | ModelServerOptions LoadingOptions EndpointOptions",
        "batching | BatchTask BatchScheduler BatchingRunner Batches BatchQueue BatchingOptions",
        "versions | AspiredVersions VersionManager VersionLoader VersionStates VersionDirectory",
        "versions | ServerCore ModelConfigs ModelManagement",
        "predict | Predictor PredictionApi RequestChecker SessionCall ExampleInference ExampleInput",
        "predict | Classifications Regressions ModelMetadata",
        "servable | Servable ServableHandle ServableSignature ModelCatalog SavedModelLoader",
        "servable | SavedModelFile",
        "request | ReceivedPredict PredictRequestReader RequestBytes",
        "batching | BatchingMetrics",
        "text | ProtoText",
        "session | SessionRunner SessionConfig Parallelism",
        "tensor | ElementType TensorEncoder TensorDecoder Tensors TensorMemory TensorRows WirePieces",
        "metrics | ServingMetrics",
        "status | ServingException Statuses",
        "process | ParentWatch Footprint",
      })
  void movedClassesOfTheModelServerKeepTheirLayer(String room, String classes) {
    String root = "org.predictbench.modelserver.";
    for (String name : classes.split(" ", -1)) {
      assertThat(rules.layer("[main];" + root + room + "." + name + ".f_[j]"))
          .as(name)
          .isEqualTo(rules.layer("[main];" + root + name + ".f_[j]"))
          .isNotEqualTo(LayerRules.UNATTRIBUTED);
    }
  }

  @Test
  void everyLayerIsListedAndTheRestStandsLast() {
    assertThat(rules.layers())
        .contains("encoding", "protobuf", "gRPC", "Netty", "TLS", "GC", "JIT", "other")
        .endsWith(LayerRules.UNATTRIBUTED);
  }

  @Test
  void aLineThatIsNoRuleIsRefused() {
    assertThatThrownBy(() -> LayerRules.parse("frame | encoding"))
        .hasMessageContaining("frame | encoding");
  }
}
