// PredictBench's Node client: @grpc/grpc-js with protobufjs, as users of TensorFlow Serving write it.
//
// It is told what to do by JSON lines on stdin and reports by JSON lines on stdout, as
// docs/reference/process-clients.md describes. It ends when its input does.

import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { createInterface } from "node:readline";

// Installed beside this file.
const require = createRequire(import.meta.url);
const grpc = require("@grpc/grpc-js");
const protobuf = require("protobufjs");
require("protobufjs/ext/descriptor");

const PROTOCOL = 1;
const PREDICT = "/tensorflow.serving.PredictionService/Predict";

// By TensorFlow's number of the type: how its elements are held, and the field that holds values.
const TYPES = {
  1: [Float32Array, "float_val"],
  2: [Float64Array, "double_val"],
  3: [Int32Array, "int_val"],
  4: [Uint8Array, "int_val"],
  5: [Int16Array, "int_val"],
  6: [Int8Array, "int_val"],
  9: [BigInt64Array, "int64_val"],
  10: [Uint8Array, "bool_val"],
  17: [Uint16Array, "int_val"],
  22: [Uint32Array, "uint32_val"],
};
const STRING = 7;

function typeOf(number) {
  if (!(number in TYPES)) {
    throw new Error(`this client knows no tensors of TensorFlow's type number ${number}`);
  }
  return TYPES[number];
}

// A TensorProto's values as a typed array, or strings as buffers.
function toArray(tensor) {
  const shape = tensor.tensor_shape.dim.map((dim) => Number(dim.size));
  if (tensor.dtype === STRING) {
    return { dtype: STRING, shape, values: tensor.string_val };
  }
  const [Values, field] = typeOf(tensor.dtype);
  if (tensor.tensor_content.length > 0) {
    // Copied: the reply's buffer may begin anywhere.
    return { dtype: tensor.dtype, shape, values: new Values(Uint8Array.from(tensor.tensor_content).buffer) };
  }
  const values =
    Values === BigInt64Array
      ? BigInt64Array.from(tensor[field], (value) => BigInt(value.toString()))
      : Values.from(tensor[field], Number);
  return { dtype: tensor.dtype, shape, values };
}

function describe(array) {
  return { dtype: array.dtype, tensor_shape: { dim: array.shape.map((size) => ({ size })) } };
}

// Element by element, into the field of their type: float_val for floats.
function floatVal(array) {
  const tensor = describe(array);
  if (array.dtype === STRING) {
    tensor.string_val = array.values;
  } else {
    const integers = array.values instanceof BigInt64Array;
    const [, field] = typeOf(array.dtype);
    tensor[field] = integers
      ? Array.from(array.values, (value) => protobuf.util.Long.fromString(value.toString()))
      : Array.from(array.values);
  }
  return tensor;
}

// All bytes at once.
function tensorContent(array) {
  if (array.dtype === STRING) {
    // Strings have no such form.
    return floatVal(array);
  }
  const { buffer, byteOffset, byteLength } = array.values;
  return { ...describe(array), tensor_content: Buffer.from(buffer, byteOffset, byteLength) };
}

const ENCODINGS = { "float-val": floatVal, "tensor-content": tensorContent };

function same(one, other) {
  if (one.dtype !== other.dtype || one.shape.join() !== other.shape.join()) {
    return false;
  }
  if (one.dtype === STRING) {
    return (
      one.values.length === other.values.length &&
      one.values.every((value, i) => Buffer.compare(value, other.values[i]) === 0)
    );
  }
  return Buffer.compare(bytes(one.values), bytes(other.values)) === 0;
}

function bytes(values) {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

// What a prepare message asks for: requests to send, and a way to send them. By its descriptor,
// protobufjs reads a map as pairs of key and value.
class Client {
  constructor(prepare) {
    const root = protobuf.Root.fromDescriptor(readFileSync(prepare.protos));
    this.Request = root.lookupType("tensorflow.serving.PredictRequest");
    this.Response = root.lookupType("tensorflow.serving.PredictResponse");
    this.encode = ENCODINGS[prepare.options.encoding];
    this.kept = prepare.options.reuse === "shared";
    this.prepare = prepare;
    this.metadata = new grpc.Metadata();
    for (const [name, value] of Object.entries(prepare.headers)) {
      this.metadata.set(name, value);
    }
    this.requests = [];
    for (let n = 1; n <= prepare.count; n++) {
      this.requests.push(this.read(`${prepare.requests}/${n}.pb`));
    }
    this.first = this.requests.map(() => null);
    this.next = 0;
    if (this.kept) {
      this.stub = this.open();
    }
  }

  read(file) {
    const given = this.Request.decode(readFileSync(file));
    const inputs = given.inputs.map(({ key, value }) => [key, toArray(value)]);
    return { spec: given.model_spec, outputs: given.output_filter, inputs };
  }

  open() {
    return new grpc.Client(this.prepare.target, grpc.credentials.createInsecure(), {
      "grpc.max_send_message_length": -1,
      "grpc.max_receive_message_length": -1,
      // Or gRPC may hand the connection of one channel on to the next.
      ...(this.kept ? {} : { "grpc.use_local_subchannel_pool": 1 }),
    });
  }

  send(request) {
    const stub = this.kept ? this.stub : this.open();
    return new Promise((resolve, reject) => {
      stub.makeUnaryRequest(
        PREDICT,
        (message) => this.Request.encode(message).finish(),
        (reply) => this.Response.decode(reply),
        request,
        this.metadata,
        { deadline: Date.now() + this.prepare.deadline_millis },
        (failure, response) => {
          if (!this.kept) {
            stub.close();
          }
          if (failure) {
            reject(new Error(`${grpc.status[failure.code]}: ${failure.details}`));
          } else {
            resolve(response);
          }
        },
      );
    });
  }

  // From arrays to arrays: builds the request, calls, reads the answer.
  async predict(index, model) {
    const { spec: given, outputs: filter, inputs } = this.requests[index];
    const spec = model === undefined ? given : { name: model, signature_name: given.signature_name };
    const tensors = inputs.map(([alias, array]) => ({ key: alias, value: this.encode(array) }));
    const response = await this.send({ model_spec: spec, output_filter: filter, inputs: tensors });
    const outputs = {};
    for (const { key, value } of response.outputs) {
      outputs[key] = toArray(value);
    }
    return [outputs, response];
  }

  // Whether it is, bit for bit, the first answer to the same request.
  isRight(index, outputs, response) {
    if (this.first[index] === null) {
      this.first[index] = [outputs, response];
      return true;
    }
    const expected = this.first[index][0];
    const aliases = Object.keys(outputs);
    return (
      aliases.length === Object.keys(expected).length &&
      aliases.every((alias) => alias in expected && same(outputs[alias], expected[alias]))
    );
  }

  writeAnswer(index) {
    const reply = this.Response.encode(this.first[index][1]).finish();
    writeFileSync(`${this.prepare.answers}/${index + 1}.pb`, reply);
  }
}

function now() {
  return process.hrtime.bigint();
}

function version(name) {
  return require(`${name}/package.json`).version;
}

function hello() {
  return {
    say: "hello",
    protocol: PROTOCOL,
    name: "Node",
    version: process.versions.node,
    libraries: { "grpc-js": version("@grpc/grpc-js"), protobufjs: version("protobufjs") },
  };
}

async function warmUp(client, millis, model) {
  const end = now() + BigInt(millis) * 1_000_000n;
  let calls = 0;
  for (let index = 0; now() < end; index = (index + 1) % client.requests.length) {
    await client.predict(index, model);
    calls++;
  }
  return { say: "warm", calls };
}

async function first(client) {
  const [outputs, response] = await client.predict(0);
  client.isRight(0, outputs, response);
  client.writeAnswer(0);
  return { say: "answered" };
}

async function timeSlice(client, millis) {
  const durations = [];
  let differing = 0;
  let at = now();
  const end = at + BigInt(millis) * 1_000_000n;
  while (at < end) {
    const index = client.next;
    client.next = (index + 1) % client.requests.length;
    const begin = now();
    const [outputs, response] = await client.predict(index);
    const right = client.isRight(index, outputs, response);
    at = now();
    durations.push(at - begin);
    differing += right ? 0 : 1;
  }
  writeFileSync(client.prepare.durations, bytes(BigInt64Array.from(durations)));
  return { say: "done", calls: durations.length, differing };
}

function end(client) {
  client.first.forEach((answer, index) => {
    if (answer !== null) {
      client.writeAnswer(index);
    }
  });
  return { say: "ended" };
}

function say(message) {
  process.stdout.write(JSON.stringify(message) + "\n");
}

say(hello());
let client;
for await (const line of createInterface({ input: process.stdin })) {
  const message = JSON.parse(line);
  try {
    if (message.do === "prepare") {
      client = new Client(message);
      say({ say: "ready" });
    } else if (message.do === "warm-up") {
      say(await warmUp(client, message.millis, message.model));
    } else if (message.do === "first") {
      say(await first(client));
    } else if (message.do === "slice") {
      say(await timeSlice(client, message.millis));
    } else if (message.do === "end") {
      say(end(client));
      break;
    }
  } catch (e) {
    say({ say: "failed", reason: e.message });
    break;
  }
}
process.exit(0);
