'use strict';

// A client of TensorFlow Serving with nothing of ours in it but the wire contract: Node's grpc-js,
// which reads the .proto files as they are.
//
//     node serving_client.js PROTO_FOLDER HOST:PORT
//
// The server has the conformance suite's models half_plus_two, versions 123 and 124, and strings.

const assert = require('node:assert');
const path = require('node:path');
const { promisify } = require('node:util');
const grpc = require('@grpc/grpc-js');
const protoLoader = require('@grpc/proto-loader');
const protobuf = require('protobufjs');

const [protoFolder, target] = process.argv.slice(2);
const serving = grpc.loadPackageDefinition(
  protoLoader.loadSync(
    ['tensorflow_serving/apis/prediction_service.proto', 'tensorflow_serving/apis/model_service.proto'],
    { includeDirs: [protoFolder], keepCase: true, longs: Number, enums: String, defaults: true },
  ),
).tensorflow.serving;

const credentials = grpc.credentials.createInsecure();
const prediction = new serving.PredictionService(target, credentials);
const model = new serving.ModelService(target, credentials);

function call(client, method, request) {
  const deadline = new Date(Date.now() + 30_000);
  return promisify(client[method].bind(client))(request, new grpc.Metadata(), { deadline });
}

function check(what, got, expected) {
  assert.deepStrictEqual(got, expected, what);
  console.log(`${what}:`, got);
}

function signatureDefMap(bytes) {
  const root = new protobuf.Root();
  root.resolvePath = (_, file) =>
    protobuf.common.get(file) ? file : path.resolve(protoFolder, file.replace(`${protoFolder}/`, ''));
  root.loadSync('tensorflow_serving/apis/get_model_metadata.proto', { keepCase: true });
  return root.lookupType('tensorflow.serving.SignatureDefMap').decode(bytes);
}

async function main() {
  const content = Buffer.alloc(12);
  [1, 2, 5].forEach((value, index) => content.writeFloatLE(value, 4 * index));
  const answer = await call(prediction, 'Predict', {
    model_spec: { name: 'half_plus_two' },
    inputs: {
      x: { dtype: 'DT_FLOAT', tensor_shape: { dim: [{ size: 3 }] }, tensor_content: content },
    },
  });
  check('Predict', answer.outputs.y.float_val, [2.5, 3, 4.5]);
  check('version', answer.model_spec.version.value, 124);

  const bytes = Buffer.from([0xff, 0, 0x61]);
  const strings = await call(prediction, 'Predict', {
    model_spec: { name: 'strings' },
    inputs: {
      text: { dtype: 'DT_STRING', tensor_shape: { dim: [{ size: 1 }] }, string_val: [bytes] },
    },
  });
  check('strings', strings.outputs.text.string_val, [bytes]);

  const metadata = await call(prediction, 'GetModelMetadata', {
    model_spec: { name: 'half_plus_two' },
    metadata_field: ['signature_def'],
  });
  const signatures = signatureDefMap(metadata.metadata.signature_def.value);
  check('metadata', signatures.signature_def.serving_default.inputs.x.name, 'x:0');

  const status = await call(model, 'GetModelStatus', { model_spec: { name: 'half_plus_two' } });
  check(
    'status',
    status.model_version_status.map(({ version, state }) => [version, state]),
    [[124, 'AVAILABLE'], [123, 'AVAILABLE']],
  );

  await assert.rejects(call(model, 'GetModelStatus', { model_spec: { name: 'no' } }), (error) => {
    check('error', error.code, grpc.status.NOT_FOUND);
    check('message', error.details, 'Could not find any versions of model no');
    return true;
  });
  prediction.close();
  model.close();
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
