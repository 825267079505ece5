// PredictBench's C++ client: gRPC's synchronous or callback API, as users of TensorFlow Serving
// write it.
//
// It is told what to do by JSON lines on stdin and reports by JSON lines on stdout, as
// docs/reference/process-clients.md describes. It ends when its input does.

#include <google/protobuf/struct.pb.h>
#include <google/protobuf/stubs/common.h>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>

#include <chrono>
#include <cstdint>
#include <fstream>
#include <future>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "tensorflow_serving/apis/predict.pb.h"

namespace {

using google::protobuf::Struct;
using tensorflow::TensorProto;
using tensorflow::serving::ModelSpec;
using tensorflow::serving::PredictRequest;
using tensorflow::serving::PredictResponse;

constexpr char kPredict[] = "/tensorflow.serving.PredictionService/Predict";

// The clock of the calls: monotonic.
int64_t Nanos() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// A call that gave no answer, or a request that this client cannot send.
struct Failure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A tensor as a service holds it: its elements' bytes, little-endian, or strings.
struct Array {
  tensorflow::DataType type = tensorflow::DT_INVALID;
  std::vector<int64_t> shape;
  std::string bytes;
  std::vector<std::string> strings;

  bool operator==(const Array& other) const {
    return type == other.type && shape == other.shape && bytes == other.bytes &&
           strings == other.strings;
  }
};

template <typename T, typename Field>
void AppendAs(const Field& values, std::string* bytes) {
  for (auto value : values) {
    const T element = static_cast<T>(value);
    bytes->append(reinterpret_cast<const char*>(&element), sizeof element);
  }
}

// One copy of all where the field has the elements' own type.
template <typename Field>
void AppendAll(const Field& values, std::string* bytes) {
  bytes->append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof *values.data());
}

Array Read(const TensorProto& tensor) {
  Array array;
  array.type = tensor.dtype();
  for (const auto& dim : tensor.tensor_shape().dim()) array.shape.push_back(dim.size());
  if (array.type == tensorflow::DT_STRING) {
    array.strings.assign(tensor.string_val().begin(), tensor.string_val().end());
    return array;
  }
  if (!tensor.tensor_content().empty()) {
    array.bytes = tensor.tensor_content();
    return array;
  }
  switch (array.type) {
    case tensorflow::DT_FLOAT: AppendAll(tensor.float_val(), &array.bytes); break;
    case tensorflow::DT_DOUBLE: AppendAll(tensor.double_val(), &array.bytes); break;
    case tensorflow::DT_INT64: AppendAll(tensor.int64_val(), &array.bytes); break;
    case tensorflow::DT_UINT64: AppendAll(tensor.uint64_val(), &array.bytes); break;
    case tensorflow::DT_UINT32: AppendAll(tensor.uint32_val(), &array.bytes); break;
    case tensorflow::DT_INT32: AppendAll(tensor.int_val(), &array.bytes); break;
    case tensorflow::DT_BOOL: AppendAs<bool>(tensor.bool_val(), &array.bytes); break;
    case tensorflow::DT_HALF:
    case tensorflow::DT_BFLOAT16: AppendAs<uint16_t>(tensor.half_val(), &array.bytes); break;
    case tensorflow::DT_INT16:
    case tensorflow::DT_UINT16: AppendAs<uint16_t>(tensor.int_val(), &array.bytes); break;
    case tensorflow::DT_INT8:
    case tensorflow::DT_UINT8: AppendAs<uint8_t>(tensor.int_val(), &array.bytes); break;
    default: throw Failure("this client knows no tensors of type " + DataType_Name(array.type));
  }
  return array;
}

template <typename T>
std::pair<const T*, const T*> Elements(const Array& array) {
  const T* begin = reinterpret_cast<const T*>(array.bytes.data());
  return {begin, begin + array.bytes.size() / sizeof(T)};
}

// Element by element, into the field of their type: float_val for floats.
void WriteFields(const Array& array, TensorProto* tensor) {
  switch (array.type) {
    case tensorflow::DT_FLOAT: {
      auto all = Elements<float>(array);
      tensor->mutable_float_val()->Add(all.first, all.second);
      return;
    }
    case tensorflow::DT_DOUBLE: {
      auto all = Elements<double>(array);
      tensor->mutable_double_val()->Add(all.first, all.second);
      return;
    }
    case tensorflow::DT_INT64: {
      auto all = Elements<int64_t>(array);
      tensor->mutable_int64_val()->Add(all.first, all.second);
      return;
    }
    case tensorflow::DT_INT32: {
      auto all = Elements<int32_t>(array);
      tensor->mutable_int_val()->Add(all.first, all.second);
      return;
    }
    default: throw Failure("float-val: this client writes no " + DataType_Name(array.type));
  }
}

void Write(const Array& array, bool as_content, TensorProto* tensor) {
  tensor->set_dtype(array.type);
  for (int64_t size : array.shape) tensor->mutable_tensor_shape()->add_dim()->set_size(size);
  if (array.type == tensorflow::DT_STRING) {
    for (const auto& each : array.strings) tensor->add_string_val(each);
  } else if (as_content) {
    tensor->set_tensor_content(array.bytes);
  } else {
    WriteFields(array, tensor);
  }
}

std::string Bytes(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file) throw Failure("cannot read " + path);
  return bytes.str();
}

void WriteFile(const std::string& path, const void* bytes, size_t size) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(static_cast<const char*>(bytes), static_cast<std::streamsize>(size));
  if (!file.flush()) throw Failure("cannot write " + path);
}

using Arrays = std::map<std::string, Array>;

// What a prepare message asks for: requests to send, and a way to send them.
class Client {
 public:
  explicit Client(const Struct& prepare) {
    const Struct& options = prepare.fields().at("options").struct_value();
    as_content_ = Text(options, "encoding") == "tensor-content";
    callback_ = Text(options, "api") == "callback";
    kept_ = Text(options, "reuse") == "shared";
    target_ = Text(prepare, "target");
    answers_ = Text(prepare, "answers");
    durations_ = Text(prepare, "durations");
    deadline_ = std::chrono::milliseconds(
        static_cast<int64_t>(prepare.fields().at("deadline_millis").number_value()));
    for (const auto& header : prepare.fields().at("headers").struct_value().fields()) {
      headers_.emplace_back(header.first, header.second.string_value());
    }
    const int count = static_cast<int>(prepare.fields().at("count").number_value());
    for (int n = 1; n <= count; n++) {
      ReadRequest(Text(prepare, "requests") + "/" + std::to_string(n) + ".pb");
    }
    first_.resize(requests_.size());
    first_replies_.resize(requests_.size());
    if (kept_) channel_ = Open();
  }

  size_t count() const { return requests_.size(); }

  // From arrays to arrays: builds the request, calls, reads the answer.
  Arrays Predict(size_t index, const std::string* model, PredictResponse* response) {
    const Request& given = requests_[index];
    PredictRequest request;
    *request.mutable_model_spec() = given.spec;
    if (model != nullptr) {
      request.mutable_model_spec()->Clear();
      request.mutable_model_spec()->set_name(*model);
      request.mutable_model_spec()->set_signature_name(given.spec.signature_name());
    }
    for (const auto& output : given.outputs) request.add_output_filter(output);
    for (const auto& input : given.inputs) {
      Write(input.second, as_content_, &(*request.mutable_inputs())[input.first]);
    }
    Send(request, response);
    Arrays arrays;
    for (const auto& output : response->outputs()) {
      arrays.emplace(output.first, Read(output.second));
    }
    return arrays;
  }

  // Whether it is, bit for bit, the first answer to the same request.
  bool IsRight(size_t index, Arrays arrays, const PredictResponse& response) {
    if (first_replies_[index].empty()) {
      first_[index] = std::move(arrays);
      first_replies_[index] = response.SerializeAsString();
      return true;
    }
    return arrays == first_[index];
  }

  void WriteAnswer(size_t index) const {
    const std::string& reply = first_replies_[index];
    if (!reply.empty()) {
      WriteFile(answers_ + "/" + std::to_string(index + 1) + ".pb", reply.data(), reply.size());
    }
  }

  void WriteDurations(const std::vector<int64_t>& nanos) const {
    WriteFile(durations_, nanos.data(), nanos.size() * sizeof(int64_t));
  }

  size_t next = 0;

 private:
  struct Request {
    ModelSpec spec;
    std::vector<std::string> outputs;
    Arrays inputs;
  };

  static std::string Text(const Struct& from, const std::string& key) {
    const auto found = from.fields().find(key);
    return found == from.fields().end() ? "" : found->second.string_value();
  }

  void ReadRequest(const std::string& path) {
    PredictRequest given;
    if (!given.ParseFromString(Bytes(path))) throw Failure("no PredictRequest in " + path);
    Request request{given.model_spec(), {}, {}};
    request.outputs.assign(given.output_filter().begin(), given.output_filter().end());
    for (const auto& input : given.inputs()) {
      request.inputs.emplace(input.first, Read(input.second));
    }
    requests_.push_back(std::move(request));
  }

  std::shared_ptr<grpc::Channel> Open() const {
    grpc::ChannelArguments arguments;
    arguments.SetMaxSendMessageSize(-1);
    arguments.SetMaxReceiveMessageSize(-1);
    // Or gRPC may hand the connection of one channel on to the next.
    if (!kept_) arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(target_, grpc::InsecureChannelCredentials(), arguments);
  }

  void Send(const PredictRequest& request, PredictResponse* response) {
    std::shared_ptr<grpc::Channel> channel = kept_ ? channel_ : Open();
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + deadline_);
    for (const auto& header : headers_) context.AddMetadata(header.first, header.second);
    const grpc::Status status = callback_ ? SendByCallback(channel, &context, request, response)
                                          : SendAndWait(channel, &context, request, response);
    if (!status.ok()) {
      throw Failure(CodeName(status.error_code()) + ": " + status.error_message());
    }
  }

  // What a generated stub's method does.
  static grpc::Status SendAndWait(const std::shared_ptr<grpc::Channel>& channel,
                                  grpc::ClientContext* context, const PredictRequest& request,
                                  PredictResponse* response) {
    const grpc::internal::RpcMethod method(kPredict, grpc::internal::RpcMethod::NORMAL_RPC, channel);
    return grpc::internal::BlockingUnaryCall(channel.get(), method, context, request, response);
  }

  // The call is made and answered on gRPC's own threads; this one waits for it.
  static grpc::Status SendByCallback(const std::shared_ptr<grpc::Channel>& channel,
                                     grpc::ClientContext* context, const PredictRequest& request,
                                     PredictResponse* response) {
    grpc::TemplatedGenericStub<PredictRequest, PredictResponse> stub(channel);
    std::promise<grpc::Status> done;
    stub.UnaryCall(context, kPredict, grpc::StubOptions(), &request, response,
                   [&done](grpc::Status status) { done.set_value(std::move(status)); });
    return done.get_future().get();
  }

  static std::string CodeName(grpc::StatusCode code) {
    static const char* const kNames[] = {
        "OK",           "CANCELLED",          "UNKNOWN",       "INVALID_ARGUMENT",
        "DEADLINE_EXCEEDED", "NOT_FOUND",     "ALREADY_EXISTS", "PERMISSION_DENIED",
        "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE",
        "UNIMPLEMENTED", "INTERNAL",          "UNAVAILABLE",   "DATA_LOSS",
        "UNAUTHENTICATED"};
    return code >= 0 && code <= 16 ? kNames[code] : "UNKNOWN";
  }

  bool as_content_;
  bool callback_;
  bool kept_;
  std::string target_;
  std::string answers_;
  std::string durations_;
  std::chrono::milliseconds deadline_{};
  std::vector<std::pair<std::string, std::string>> headers_;
  std::vector<Request> requests_;
  std::vector<Arrays> first_;
  std::vector<std::string> first_replies_;
  std::shared_ptr<grpc::Channel> channel_;
};

void Say(const Struct& message) {
  std::string line;
  // Fails for no message made here.
  (void)google::protobuf::util::MessageToJsonString(message, &line);
  std::cout << line << std::endl;
}

Struct Saying(const std::string& word) {
  Struct message;
  (*message.mutable_fields())["say"].set_string_value(word);
  return message;
}

Struct Hello() {
  Struct message = Saying("hello");
  auto& fields = *message.mutable_fields();
  fields["protocol"].set_number_value(1);
  fields["name"].set_string_value("C++");
  fields["version"].set_string_value(std::to_string(__cplusplus / 100 % 100));
  auto& libraries = *fields["libraries"].mutable_struct_value()->mutable_fields();
  libraries["gRPC"].set_string_value(grpc::Version());
  libraries["protobuf"].set_string_value(
      google::protobuf::internal::VersionString(GOOGLE_PROTOBUF_VERSION));
  return message;
}

Struct WarmUp(Client* client, int64_t millis, const std::string& model) {
  const int64_t end = Nanos() + millis * 1000000;
  int64_t calls = 0;
  for (size_t index = 0; Nanos() < end; index = (index + 1) % client->count()) {
    PredictResponse response;
    client->Predict(index, &model, &response);
    calls++;
  }
  Struct message = Saying("warm");
  (*message.mutable_fields())["calls"].set_number_value(static_cast<double>(calls));
  return message;
}

Struct First(Client* client) {
  PredictResponse response;
  Arrays arrays = client->Predict(0, nullptr, &response);
  client->IsRight(0, std::move(arrays), response);
  client->WriteAnswer(0);
  return Saying("answered");
}

Struct TimeSlice(Client* client, int64_t millis) {
  std::vector<int64_t> durations;
  int64_t differing = 0;
  int64_t now = Nanos();
  const int64_t end = now + millis * 1000000;
  while (now < end) {
    const size_t index = client->next;
    client->next = (index + 1) % client->count();
    const int64_t begin = Nanos();
    PredictResponse response;
    Arrays arrays = client->Predict(index, nullptr, &response);
    const bool right = client->IsRight(index, std::move(arrays), response);
    now = Nanos();
    durations.push_back(now - begin);
    differing += right ? 0 : 1;
  }
  client->WriteDurations(durations);
  Struct message = Saying("done");
  auto& fields = *message.mutable_fields();
  fields["calls"].set_number_value(static_cast<double>(durations.size()));
  fields["differing"].set_number_value(static_cast<double>(differing));
  return message;
}

Struct End(const Client& client) {
  for (size_t index = 0; index < client.count(); index++) client.WriteAnswer(index);
  return Saying("ended");
}

}  // namespace

int main() {
  Say(Hello());
  std::unique_ptr<Client> client;
  for (std::string line; std::getline(std::cin, line);) {
    try {
      Struct message;
      if (!google::protobuf::util::JsonStringToMessage(line, &message).ok()) {
        throw Failure("no JSON object: " + line);
      }
      const auto& fields = message.fields();
      const std::string& what = fields.at("do").string_value();
      const auto millis = [&fields] {
        return static_cast<int64_t>(fields.at("millis").number_value());
      };
      if (what == "prepare") {
        client = std::make_unique<Client>(message);
        Say(Saying("ready"));
      } else if (what == "warm-up") {
        Say(WarmUp(client.get(), millis(), fields.at("model").string_value()));
      } else if (what == "first") {
        Say(First(client.get()));
      } else if (what == "slice") {
        Say(TimeSlice(client.get(), millis()));
      } else if (what == "end") {
        Say(End(*client));
        return 0;
      }
    } catch (const std::exception& e) {
      Struct message = Saying("failed");
      (*message.mutable_fields())["reason"].set_string_value(e.what());
      Say(message);
      return 0;
    }
  }
  return 0;
}
