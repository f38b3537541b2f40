// Plays the public interop cases with the implementation of gRPC for Node: argv is the address and the folder of the contract.
// Prints "ok <case>" or "failed <case>: <why>" for each.
import assert from 'node:assert/strict';
import path from 'node:path';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [, , address, folder] = process.argv;
const definition = loader.loadSync(path.join(folder, 'test.proto'), { keepCase: true, defaults: true });
const { TestService, UnimplementedService } = grpc.loadPackageDefinition(definition).grpc.testing;
const credentials = grpc.credentials.createInsecure();
const client = new TestService(address, credentials);
const absent = new UnimplementedService(address, credentials);
const compressing = new TestService(address, credentials, { 'grpc.default_compression_algorithm': 2 });

const large = { response_size: 314159, payload: { body: Buffer.alloc(271828) } };
const unary = (method, request, metadata = new grpc.Metadata(), options = {}, target = client) => new Promise(resolve => {
  const result = {};
  const call = target[method](request, metadata, options, (error, response) => Object.assign(result, { error, response }));
  call.on('metadata', headers => (result.headers = headers));
  call.on('status', status => resolve({ ...result, status }));
});
const ended = stream => new Promise(resolve => {
  const messages = [];
  stream.on('data', message => messages.push(message));
  stream.on('error', () => {});
  stream.on('status', status => resolve({ messages, status }));
});
const collect = (requests, target = client) => new Promise((resolve, reject) => {
  const call = target.StreamingInputCall((error, response) => (error ? reject(error) : resolve(response.aggregated_payload_size)));
  for (const [request, flags] of requests) call.write(request, flags);
  call.end();
});
const question = (size, wanted) => ({ payload: { body: Buffer.alloc(size) }, response_parameters: [{ size: wanted }] });
const wanted = (...sizes) => ({ response_parameters: sizes.map(([size, value]) => ({ size, compressed: value === undefined ? null : { value } })) });
const sizes = messages => messages.map(message => message.payload.body.length);

const cases = {
  async empty_unary() {
    assert.equal((await unary('EmptyCall', {})).status.code, grpc.status.OK);
  },
  async large_unary() {
    assert.equal((await unary('UnaryCall', large)).response.payload.body.length, 314159);
  },
  async client_compressed_unary() {
    const expected = { ...large, expect_compressed: { value: true } };
    assert.equal((await unary('UnaryCall', expected)).error.code, grpc.status.INVALID_ARGUMENT);
    assert.equal((await unary('UnaryCall', expected, undefined, undefined, compressing)).response.payload.body.length, 314159);
    assert.equal((await unary('UnaryCall', { ...large, expect_compressed: { value: false } })).response.payload.body.length, 314159);
  },
  async server_compressed_unary() {
    for (const value of [true, false]) {
      assert.equal((await unary('UnaryCall', { ...large, response_compressed: { value } })).response.payload.body.length, 314159);
    }
  },
  async client_streaming() {
    const total = await collect([27182, 8, 1828, 45904].map(size => [{ payload: { body: Buffer.alloc(size) } }]));
    assert.equal(total, 74922);
  },
  async client_compressed_streaming() {
    const first = { payload: { body: Buffer.alloc(27182) }, expect_compressed: { value: true } };
    await assert.rejects(collect([[first]]), e => e.code === grpc.status.INVALID_ARGUMENT);
    const second = { payload: { body: Buffer.alloc(45904) }, expect_compressed: { value: false } };
    assert.equal(await collect([[first], [second, grpc.writeFlags?.NoCompress ?? 2]], compressing), 73086);
  },
  async server_streaming() {
    const { messages } = await ended(client.StreamingOutputCall(wanted([31415], [9], [2653], [58979])));
    assert.deepEqual(sizes(messages), [31415, 9, 2653, 58979]);
  },
  async server_compressed_streaming() {
    const { messages } = await ended(client.StreamingOutputCall(wanted([31415, true], [92653, false])));
    assert.deepEqual(sizes(messages), [31415, 92653]);
  },
  async ping_pong() {
    const call = client.FullDuplexCall();
    for (const [size, wanted] of [[27182, 31415], [8, 9], [1828, 2653], [45904, 58979]]) {
      const answer = new Promise(resolve => call.once('data', resolve));
      call.write(question(size, wanted));
      assert.equal((await answer).payload.body.length, wanted);
    }
    const end = ended(call);
    call.end();
    assert.equal((await end).status.code, grpc.status.OK);
  },
  async empty_stream() {
    const call = client.FullDuplexCall();
    const end = ended(call);
    call.end();
    const { messages, status } = await end;
    assert.deepEqual([messages.length, status.code], [0, grpc.status.OK]);
  },
  async cancel_after_begin() {
    const failed = new Promise(resolve => {
      const call = client.StreamingInputCall(resolve);
      call.cancel();
    });
    assert.equal((await failed).code, grpc.status.CANCELLED);
  },
  async cancel_after_first_response() {
    const call = client.FullDuplexCall();
    const end = ended(call);
    call.once('data', () => call.cancel());
    call.write(question(27182, 31415));
    assert.equal((await end).status.code, grpc.status.CANCELLED);
  },
  async timeout_on_sleeping_server() {
    const call = client.FullDuplexCall({ deadline: Date.now() + 1 });
    const end = ended(call);
    call.write(question(27182, 1));
    assert.equal((await end).status.code, grpc.status.DEADLINE_EXCEEDED);
  },
  async custom_metadata() {
    const metadata = new grpc.Metadata();
    metadata.set('x-grpc-test-echo-initial', 'test_initial_metadata_value');
    metadata.set('x-grpc-test-echo-trailing-bin', Buffer.from([0xab, 0xab, 0xab]));
    const { headers, status } = await unary('UnaryCall', large, metadata);
    assert.deepEqual(headers.get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
    assert.deepEqual([...status.metadata.get('x-grpc-test-echo-trailing-bin')[0]], [0xab, 0xab, 0xab]);
    const call = client.FullDuplexCall(metadata);
    const first = new Promise(resolve => call.on('metadata', resolve));
    const end = ended(call);
    call.end(question(271828, 314159));
    assert.deepEqual((await first).get('x-grpc-test-echo-initial'), ['test_initial_metadata_value']);
    assert.deepEqual([...(await end).status.metadata.get('x-grpc-test-echo-trailing-bin')[0]], [0xab, 0xab, 0xab]);
  },
  async status_code_and_message() {
    const response_status = { code: 2, message: 'test status message' };
    const { error } = await unary('UnaryCall', { response_status });
    assert.deepEqual([error.code, error.details], [2, 'test status message']);
    const call = client.FullDuplexCall();
    const end = ended(call);
    call.end({ response_status });
    assert.deepEqual([(await end).status.code, (await end).status.details], [2, 'test status message']);
  },
  async special_status_message() {
    const message = '\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n';
    const { error } = await unary('UnaryCall', { response_status: { code: 2, message } });
    assert.deepEqual([error.code, error.details], [2, message]);
    assert.ok(error.metadata.get('grpc-status-details-bin')[0].includes('google.rpc.ErrorInfo'));
  },
  async unimplemented_method() {
    assert.equal((await unary('UnimplementedCall', {})).error.code, grpc.status.UNIMPLEMENTED);
  },
  async unimplemented_service() {
    assert.equal((await unary('UnimplementedCall', {}, undefined, undefined, absent)).error.code, grpc.status.UNIMPLEMENTED);
  },
  async three_megabytes() {
    const size = 3 * 1024 * 1024;
    assert.equal((await unary('UnaryCall', { response_size: size, payload: { body: Buffer.alloc(size) } })).response.payload.body.length, size);
  },
  async hundred_streams() {
    const calls = [...Array(100).keys()].map(() => client.FullDuplexCall());
    const ends = calls.map(ended);
    calls.forEach((call, i) => call.write(question(1, i)));
    await Promise.all(calls.map((call, i) => new Promise(resolve => call.once('data', resolve))));
    calls.forEach(call => call.end());
    for (const [i, end] of ends.entries()) assert.deepEqual(sizes((await end).messages), [i]);
  },
};

for (const [name, play] of Object.entries(cases)) {
  try {
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('no end in 60 s')), 60000)));
    await Promise.race([play(), late]).finally(() => clearTimeout(timer));
    console.log(`ok ${name}`);
  } catch (e) {
    console.log(`failed ${name}: ${String(e.message).replaceAll('\n', ' ')}`);
  }
}

process.exit();
