// A PredictionService by gRPC's C++ library, generic, so that no message class is generated.
//
//   predict_server HOST:PORT [CHANNEL_ARGUMENT=NUMBER ...]
//
// Prints its port; ends calls and itself gently at SIGTERM, and at once when its input ends. Answers
// with the inputs. Takes messages of up to 4 MiB, as gRPC does unless told otherwise. The header
// "behaviour" asks for something else: see Answer(). With "unimplemented=1" it has no methods.

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/grpcpp.h>

namespace {

using grpc::ByteBuffer;
using grpc::Slice;
using grpc::Status;
using grpc::StatusCode;

uint64_t Varint(const std::string& data, size_t* at) {
  uint64_t value = 0;
  for (int shift = 0; *at < data.size(); shift += 7) {
    const uint8_t byte = data[(*at)++];
    value |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  return value;
}

// PredictRequest.inputs is field 2, PredictResponse.outputs field 1, and of the same type.
std::string Echo(const std::string& request) {
  std::string reply;
  reply.reserve(request.size());
  for (size_t at = 0; at < request.size();) {
    const uint8_t tag = request[at];
    const size_t after_tag = ++at;
    const size_t end = Varint(request, &at) + at;
    if (tag == 0x12) {
      reply += '\x0a';
      reply.append(request, after_tag, end - after_tag);
    }
    at = end;
  }
  return reply;
}

// A reply of that many bytes: field 15, which no reader knows.
std::string Filled(size_t bytes) {
  std::string reply = "\x7a";
  for (size_t rest = bytes; ; rest >>= 7) {
    reply += static_cast<char>(rest < 0x80 ? rest : (rest & 0x7f) | 0x80);
    if (rest < 0x80) break;
  }
  return reply + std::string(bytes, 'x');
}

class Call final : public grpc::ServerGenericBidiReactor {
 public:
  explicit Call(grpc::GenericCallbackServerContext* context) : context_(context) {
    const auto header = context->client_metadata().find("behaviour");
    if (header != context->client_metadata().end()) {
      behaviour_.assign(header->second.data(), header->second.size());
    }
    if (behaviour_ == "early") {
      Reply("");
    } else {
      StartRead(&request_);
    }
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      // The core has ended the call, as it does with messages beyond its limit.
      Finish(Status(StatusCode::RESOURCE_EXHAUSTED, "no request that this server takes"));
      return;
    }
    // A thread of its own for those who sleep; the library's few are for all calls.
    if (behaviour_.rfind("sleep-", 0) == 0 || behaviour_ == "deadline") {
      std::thread([this] { Answer(); }).detach();
    } else {
      Answer();
    }
  }

  void OnDone() override { delete this; }

 private:
  void Answer() {
    if (behaviour_.rfind("sleep-", 0) == 0) {
      std::this_thread::sleep_for(std::chrono::milliseconds(std::atoi(behaviour_.c_str() + 6)));
    } else if (behaviour_ == "deadline") {
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
      Finish(Status(StatusCode::DEADLINE_EXCEEDED, "by the server's own clock"));
      return;
    } else if (behaviour_ == "gzip") {
      context_->set_compression_algorithm(GRPC_COMPRESS_GZIP);
    } else if (behaviour_ == "unicode") {
      Finish(Status(StatusCode::INVALID_ARGUMENT, "Größe 100 % + 你好"));
      return;
    } else if (behaviour_ == "details") {
      Finish(Status(StatusCode::NOT_FOUND, "with details", std::string("\x08\x05\x12\x00\xff", 5)));
      return;
    } else if (behaviour_ == "trailer") {
      context_->AddTrailingMetadata("x-long", std::string(6000, 't'));
    } else if (behaviour_ == "headers") {
      for (int i = 0; i < 60; i++) {
        context_->AddInitialMetadata("x-header-" + std::to_string(i), std::string(50, 'h'));
      }
    } else if (behaviour_.rfind("reply-", 0) == 0) {
      Reply(Filled(std::atoi(behaviour_.c_str() + 6)));
      return;
    }
    std::vector<Slice> slices;
    request_.Dump(&slices);
    std::string request;
    for (const Slice& slice : slices) {
      request.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
    Reply(Echo(request));
  }

  void Reply(const std::string& message) {
    const Slice slice(message);
    reply_ = ByteBuffer(&slice, 1);
    StartWriteAndFinish(&reply_, grpc::WriteOptions(), Status::OK);
  }

  grpc::GenericCallbackServerContext* const context_;
  std::string behaviour_;
  ByteBuffer request_;
  ByteBuffer reply_;
};

class Service final : public grpc::CallbackGenericService {
 public:
  explicit Service(bool implemented) : implemented_(implemented) {}

 private:
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    if (!implemented_ || context->method() != "/tensorflow.serving.PredictionService/Predict") {
      return CallbackGenericService::CreateReactor(context);
    }
    return new Call(context);
  }

  const bool implemented_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) {
    std::cerr << "usage: predict_server HOST:PORT [CHANNEL_ARGUMENT=NUMBER ...]\n";
    return 2;
  }
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  grpc::ServerBuilder builder;
  bool implemented = true;
  for (int i = 2; i < count; i++) {
    const std::string each = arguments[i];
    const size_t equals = each.find('=');
    const std::string key = each.substr(0, equals);
    if (key == "unimplemented") {
      implemented = false;
    } else {
      builder.AddChannelArgument(key, std::atoi(each.c_str() + equals + 1));
    }
  }
  int port = 0;
  builder.AddListeningPort(arguments[1], grpc::InsecureServerCredentials(), &port);
  Service service(implemented);
  builder.RegisterCallbackGenericService(&service);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr || port == 0) {
    std::cerr << "cannot listen on " << arguments[1] << "\n";
    return 1;
  }
  std::cout << port << std::endl;
  std::thread([] {
    while (std::cin.get() != EOF) {
    }
    std::_Exit(0);
  }).detach();
  int signal;
  sigwait(&signals, &signal);
  server->Shutdown(std::chrono::system_clock::now() + std::chrono::seconds(10));
  server.reset();
  // What calls ended with may still be on its way to the sockets.
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  std::_Exit(0);
}
