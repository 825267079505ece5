// A PredictionService by grpc-js, whose HTTP/2 is Node's and nghttp2's.
//
//   node predict_server.js HOST:PORT [CHANNEL_ARGUMENT=NUMBER ...]
//
// Prints its port; ends calls and itself gently at SIGTERM, and at once when its input ends. Answers
// with the inputs. Takes messages of up to 4 MiB, as gRPC does unless told otherwise. The header
// "behaviour" asks for something else: see answer(). With "unimplemented=1" it has no methods.

'use strict';

const grpc = require('@grpc/grpc-js');

function varint(data, at) {
  let value = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = data[at++];
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) {
      return [value, at];
    }
  }
}

// PredictRequest.inputs is field 2, PredictResponse.outputs field 1, and of the same type.
function echo(request) {
  const pieces = [];
  for (let at = 0; at < request.length; ) {
    const [length, start] = varint(request, at + 1);
    const end = start + length;
    if (request[at] === 0x12) {
      pieces.push(Buffer.from([0x0a]), request.subarray(at + 1, end));
    }
    at = end;
  }
  return Buffer.concat(pieces);
}

// A reply of that many bytes: field 15, which no reader knows.
function filled(count) {
  const start = [0x7a];
  let rest = count;
  for (; rest >= 0x80; rest >>>= 7) {
    start.push((rest & 0x7f) | 0x80);
  }
  start.push(rest);
  return Buffer.concat([Buffer.from(start), Buffer.alloc(count, 'x')]);
}

function answer(call, behaviour, request) {
  const trailers = new grpc.Metadata();
  const fail = (code, details) => call.emit('error', { code, details, metadata: trailers });
  const reply = (message) => {
    call.write(message);
    call.end(trailers);
  };
  if (behaviour.startsWith('sleep-')) {
    setTimeout(() => reply(echo(request)), Number(behaviour.slice(6)));
  } else if (behaviour === 'deadline') {
    setTimeout(() => fail(grpc.status.DEADLINE_EXCEEDED, "by the server's own clock"), 50);
  } else if (behaviour === 'unicode') {
    fail(grpc.status.INVALID_ARGUMENT, 'Größe 100 % + 你好');
  } else if (behaviour === 'details') {
    trailers.set('grpc-status-details-bin', Buffer.from([8, 5, 0x12, 0, 0xff]));
    fail(grpc.status.NOT_FOUND, 'with details');
  } else if (behaviour.startsWith('reply-')) {
    reply(filled(Number(behaviour.slice(6))));
  } else {
    if (behaviour === 'trailer') {
      trailers.set('x-long', 't'.repeat(6000));
    }
    if (behaviour === 'headers') {
      const headers = new grpc.Metadata();
      for (let i = 0; i < 60; i++) {
        headers.set(`x-header-${i}`, 'h'.repeat(50));
      }
      call.sendMetadata(headers);
    }
    reply(echo(request));
  }
}

// As a stream in both directions it may answer when it likes.
function predict(call) {
  const behaviour = String(call.metadata.get('behaviour')[0] || '');
  if (behaviour === 'early') {
    call.write(Buffer.alloc(0));
    call.end();
    return;
  }
  call.on('data', (request) => answer(call, behaviour, request));
}

const options = Object.fromEntries(
  process.argv.slice(3).map((each) => [each.split('=')[0], Number(each.split('=')[1])])
);
const unimplemented = options.unimplemented;
delete options.unimplemented;
const server = new grpc.Server(options);
const same = (bytes) => bytes;
const method = {
  path: '/tensorflow.serving.PredictionService/Predict',
  requestStream: true,
  responseStream: true,
  requestSerialize: same,
  requestDeserialize: same,
  responseSerialize: same,
  responseDeserialize: same,
};
if (!unimplemented) {
  server.addService({ Predict: method }, { Predict: predict });
}
server.bindAsync(process.argv[2], grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    console.error(error.message);
    process.exit(1);
  }
  console.log(port);
});
process.on('SIGTERM', () => server.tryShutdown(() => process.exit(0)));
process.stdin.on('end', () => process.exit(0)).resume();
