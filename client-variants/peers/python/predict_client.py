"""PredictBench's Python client: grpcio and NumPy, as users of TensorFlow Serving write it.

It is told what to do by JSON lines on stdin and reports by JSON lines on stdout, as
docs/reference/process-clients.md describes. It ends when its input does.
"""

import array
import json
import os
import platform
import sys
import time

import google.protobuf
import grpc
import numpy
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PROTOCOL = 1
PREDICT = "/tensorflow.serving.PredictionService/Predict"

# By TensorFlow's number of the type: its elements in NumPy, and the field that holds values. The
# bits of a bfloat16 are kept as they are: NumPy has no such type.
TYPES = {
    1: ("<f4", "float_val"),
    2: ("<f8", "double_val"),
    3: ("<i4", "int_val"),
    4: ("u1", "int_val"),
    5: ("<i2", "int_val"),
    6: ("i1", "int_val"),
    7: (object, "string_val"),
    9: ("<i8", "int64_val"),
    10: ("?", "bool_val"),
    14: ("<u2", "half_val"),
    17: ("<u2", "int_val"),
    19: ("<f2", "half_val"),
    22: ("<u4", "uint32_val"),
    23: ("<u8", "uint64_val"),
}
HALF = 19


def type_of(number):
    if number not in TYPES:
        raise ValueError("this client knows no tensors of TensorFlow's type number %d" % number)
    return TYPES[number]


def message_class(protos, name):
    """The class of a message, as protoc's Python code makes it, from a FileDescriptorSet."""
    pool = descriptor_pool.DescriptorPool()
    with open(protos, "rb") as file:
        for proto in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
            pool.AddSerializedFile(proto.SerializeToString())
    descriptor = pool.FindMessageTypeByName(name)
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(descriptor)
    return message_factory.MessageFactory(pool).GetPrototype(descriptor)


def to_array(tensor):
    """A TensorProto's values as a NumPy array, as tf.make_ndarray reads them."""
    shape = [dim.size for dim in tensor.tensor_shape.dim]
    dtype, field = type_of(tensor.dtype)
    if tensor.tensor_content:
        return numpy.frombuffer(tensor.tensor_content, dtype).reshape(shape)
    values = getattr(tensor, field)
    if dtype is object:
        flat = numpy.empty(len(values), object)
        flat[:] = values
    elif tensor.dtype == HALF:
        flat = numpy.fromiter(values, "<u2", len(values)).view(dtype)
    else:
        flat = numpy.fromiter(values, dtype, len(values))
    missing = int(numpy.prod(shape)) - len(flat)
    if missing > 0 and len(flat) > 0:
        # The last value stands for all that follow.
        flat = numpy.pad(flat, (0, missing), "edge")
    return flat.reshape(shape)


def describe(tensor, dtype, values):
    tensor.dtype = dtype
    for size in values.shape:
        tensor.tensor_shape.dim.add().size = size


def float_val(tensor, dtype, values):
    """Element by element, into the field of their type: float_val for floats."""
    describe(tensor, dtype, values)
    bits = values.view("<u2") if dtype == HALF else values
    getattr(tensor, TYPES[dtype][1]).extend(bits.ravel())


def tensor_content(tensor, dtype, values):
    """All bytes at once."""
    if dtype == 7:
        # Strings have no such form.
        float_val(tensor, dtype, values)
        return
    describe(tensor, dtype, values)
    tensor.tensor_content = values.tobytes()


ENCODINGS = {"float-val": float_val, "tensor-content": tensor_content}


class Client:
    """What a prepare message asks for: requests to send, and a way to send them."""

    def __init__(self, prepare):
        self.request_class = message_class(prepare["protos"], "tensorflow.serving.PredictRequest")
        self.response_class = message_class(prepare["protos"], "tensorflow.serving.PredictResponse")
        self.encode = ENCODINGS[prepare["options"]["encoding"]]
        self.kept = prepare["options"]["reuse"] == "shared"
        self.target = prepare["target"]
        self.deadline = prepare["deadline_millis"] / 1000
        self.metadata = list(prepare["headers"].items())
        self.answers = prepare["answers"]
        self.durations = prepare["durations"]
        self.requests = [self.read(prepare["requests"], n + 1) for n in range(prepare["count"])]
        self.first = [None] * len(self.requests)
        self.next = 0
        if self.kept:
            self.channel = self.open()
            self.stub = self.stub_of(self.channel)

    def read(self, folder, number):
        with open(os.path.join(folder, "%d.pb" % number), "rb") as file:
            given = self.request_class.FromString(file.read())
        inputs = [(alias, t.dtype, to_array(t)) for alias, t in sorted(given.inputs.items())]
        return given.model_spec, list(given.output_filter), inputs

    def open(self):
        options = [("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
        if not self.kept:
            # Or gRPC may hand the connection of one channel on to the next.
            options.append(("grpc.use_local_subchannel_pool", 1))
        return grpc.insecure_channel(self.target, options)

    def stub_of(self, channel):
        return channel.unary_unary(
            PREDICT,
            request_serializer=self.request_class.SerializeToString,
            response_deserializer=self.response_class.FromString,
        )

    def send(self, request):
        if self.kept:
            return self.stub(request, timeout=self.deadline, metadata=self.metadata)
        with self.open() as channel:
            return self.stub_of(channel)(request, timeout=self.deadline, metadata=self.metadata)

    def predict(self, index, model=None):
        """From arrays to arrays: builds the request, calls, reads the answer."""
        spec, outputs, inputs = self.requests[index]
        request = self.request_class()
        if model is None:
            request.model_spec.CopyFrom(spec)
        else:
            request.model_spec.name = model
            request.model_spec.signature_name = spec.signature_name
        request.output_filter.extend(outputs)
        for alias, dtype, values in inputs:
            self.encode(request.inputs[alias], dtype, values)
        response = self.send(request)
        return {alias: to_array(t) for alias, t in response.outputs.items()}, response

    def is_right(self, index, outputs, response):
        """Whether it is, bit for bit, the first answer to the same request."""
        if self.first[index] is None:
            self.first[index] = (outputs, response)
            return True
        expected = self.first[index][0]
        return outputs.keys() == expected.keys() and all(
            same(values, expected[alias]) for alias, values in outputs.items()
        )

    def write_answer(self, index):
        with open(os.path.join(self.answers, "%d.pb" % (index + 1)), "wb") as file:
            file.write(self.first[index][1].SerializeToString())


def same(one, other):
    if one.dtype != other.dtype or one.shape != other.shape:
        return False
    return one.tolist() == other.tolist() if one.dtype == object else one.tobytes() == other.tobytes()


def hello():
    return {
        "say": "hello",
        "protocol": PROTOCOL,
        "name": "Python",
        "version": platform.python_version(),
        "libraries": {
            "grpcio": grpc.__version__,
            "protobuf": google.protobuf.__version__,
            "numpy": numpy.__version__,
        },
    }


def warm_up(client, millis, model):
    end = time.perf_counter_ns() + millis * 1_000_000
    index = calls = 0
    while time.perf_counter_ns() < end:
        client.predict(index, model)
        index = (index + 1) % len(client.requests)
        calls += 1
    return {"say": "warm", "calls": calls}


def first(client):
    outputs, response = client.predict(0)
    client.is_right(0, outputs, response)
    client.write_answer(0)
    return {"say": "answered"}


def time_slice(client, millis):
    durations = array.array("q")
    differing = 0
    now = time.perf_counter_ns()
    end = now + millis * 1_000_000
    while now < end:
        index = client.next
        client.next = (index + 1) % len(client.requests)
        begin = time.perf_counter_ns()
        outputs, response = client.predict(index)
        right = client.is_right(index, outputs, response)
        now = time.perf_counter_ns()
        durations.append(now - begin)
        differing += not right
    if sys.byteorder != "little":
        durations.byteswap()
    with open(client.durations, "wb") as file:
        durations.tofile(file)
    return {"say": "done", "calls": len(durations), "differing": differing}


def end(client):
    for index, answer in enumerate(client.first):
        if answer is not None:
            client.write_answer(index)
    return {"say": "ended"}


def main():
    say = lambda message: print(json.dumps(message), flush=True)
    say(hello())
    client = None
    for line in sys.stdin:
        message = json.loads(line)
        try:
            if message["do"] == "prepare":
                client = Client(message)
                say({"say": "ready"})
            elif message["do"] == "warm-up":
                say(warm_up(client, message["millis"], message["model"]))
            elif message["do"] == "first":
                say(first(client))
            elif message["do"] == "slice":
                say(time_slice(client, message["millis"]))
            elif message["do"] == "end":
                say(end(client))
                return
        except grpc.RpcError as e:
            say({"say": "failed", "reason": "%s: %s" % (e.code().name, e.details())})
            return
        except ValueError as e:
            say({"say": "failed", "reason": str(e)})
            return


if __name__ == "__main__":
    main()
