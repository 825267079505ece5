"""A PredictionService by grpcio, whose core is C++'s. Prints its port; ends with its input.

Answers with the inputs. Takes messages of up to 4 MiB, as gRPC does unless told otherwise. The
header "behaviour" asks for something else: "slow" sleeps, "gzip" compresses the reply.
"""

import concurrent.futures
import sys
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


def predict(request, context):
    behaviour = dict(context.invocation_metadata()).get("behaviour", "")
    if behaviour == "slow":
        time.sleep(0.3)
    if behaviour == "gzip":
        context.set_compression(grpc.Compression.Gzip)
    return echo(request)


class Handlers(grpc.GenericRpcHandler):
    def service(self, call):
        if call.method == "/tensorflow.serving.PredictionService/Predict":
            return grpc.unary_unary_rpc_method_handler(predict)
        return None


server = grpc.server(
    concurrent.futures.ThreadPoolExecutor(8),
    options=[(key, int(value)) for key, value in (each.split("=") for each in sys.argv[1:])],
)
server.add_generic_rpc_handlers((Handlers(),))
port = server.add_insecure_port("127.0.0.1:0")
server.start()
print(port, flush=True)
sys.stdin.read()
server.stop(0)
