"""A PredictionService by grpcio, whose core is C++'s.

    predict_server.py HOST:PORT [CHANNEL_ARGUMENT=NUMBER ...]

Prints its port; ends calls and itself gently at SIGTERM, and at once when its input ends. Answers
with the inputs. Takes messages of up to 4 MiB, as gRPC does unless told otherwise. The header
"behaviour" asks for something else: see predict(). With "unimplemented=1" it has no methods.
"""

import concurrent.futures
import os
import signal
import sys
import threading
import time

import grpc


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def echo(request):
    """PredictRequest.inputs is field 2, PredictResponse.outputs field 1, and of the same type."""
    reply = bytearray()
    at = 0
    while at < len(request):
        tag = request[at]
        length, start = varint(request, at + 1)
        end = start + length
        if tag == 0x12:
            reply += b"\x0a" + request[at + 1 : end]
        at = end
    return bytes(reply)


def filled(count):
    """A reply of that many bytes: field 15, which no reader knows."""
    reply = bytearray(b"\x7a")
    rest = count
    while rest >= 0x80:
        reply.append(rest & 0x7F | 0x80)
        rest >>= 7
    reply.append(rest)
    return bytes(reply + b"x" * count)


def predict(request, context):
    behaviour = dict(context.invocation_metadata()).get("behaviour", "")
    if behaviour.startswith("sleep-"):
        time.sleep(int(behaviour[6:]) / 1000)
    if behaviour == "deadline":
        time.sleep(0.05)
        context.abort(grpc.StatusCode.DEADLINE_EXCEEDED, "by the server's own clock")
    if behaviour == "gzip":
        context.set_compression(grpc.Compression.Gzip)
    if behaviour == "unicode":
        context.abort(grpc.StatusCode.INVALID_ARGUMENT, "Größe 100 % + 你好")
    if behaviour == "details":
        context.set_trailing_metadata((("grpc-status-details-bin", b"\x08\x05\x12\x00\xff"),))
        context.abort(grpc.StatusCode.NOT_FOUND, "with details")
    if behaviour == "trailer":
        context.set_trailing_metadata((("x-long", "t" * 6000),))
    if behaviour == "headers":
        context.send_initial_metadata(tuple(("x-header-%d" % i, "h" * 50) for i in range(60)))
    if behaviour.startswith("reply-"):
        return filled(int(behaviour[6:]))
    return echo(request)


def early(requests, context):
    """Answers without a look at the request."""
    return b""


class Handlers(grpc.GenericRpcHandler):
    def service(self, call):
        if call.method != "/tensorflow.serving.PredictionService/Predict":
            return None
        if dict(call.invocation_metadata).get("behaviour") == "early":
            return grpc.stream_unary_rpc_method_handler(early)
        return grpc.unary_unary_rpc_method_handler(predict)


options = dict(each.split("=") for each in sys.argv[2:])
unimplemented = options.pop("unimplemented", None)
server = grpc.server(
    concurrent.futures.ThreadPoolExecutor(8),
    options=[(key, int(value)) for key, value in options.items()],
)
if not unimplemented:
    server.add_generic_rpc_handlers((Handlers(),))
port = server.add_insecure_port(sys.argv[1])
server.start()
gone = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: gone.set())
print(port, flush=True)


def end_with_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
# A signal that another thread is given does not wake this one.
while not gone.wait(0.1):
    pass
server.stop(10).wait()
os._exit(0)
