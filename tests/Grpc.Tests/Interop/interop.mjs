// Talks to the server at argv[2] with another implementation of gRPC, and prints one line for each case:
// "ok <case>" or "failed <case>: <why>". The cases need the handlers of NodeInteropTests.
import assert from 'node:assert/strict';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [, , address, protoPath] = process.argv;
const definition = loader.loadSync(protoPath, { keepCase: true, defaults: true });
const { ProbeService, AbsentService } = grpc.loadPackageDefinition(definition).topgun.grpc.tests;
const client = new ProbeService(address, grpc.credentials.createInsecure());
const absent = new AbsentService(address, grpc.credentials.createInsecure());

const ask = (request, metadata = new grpc.Metadata(), options = {}, target = client) => new Promise(resolve => {
  const result = { headers: null, status: null };
  const call = target.Ask(request, metadata, options, (error, response) => Object.assign(result, { error, response }));
  call.on('metadata', headers => (result.headers = headers));
  call.on('status', status => resolve({ ...result, status }));
});

const ended = stream => new Promise(resolve => {
  const messages = [];
  let error = null;
  stream.on('data', message => messages.push(message));
  stream.on('error', e => (error = e));
  stream.on('status', status => resolve({ messages, status, error }));
});

const cases = {
  async unary() {
    const { response, status } = await ask({ text: 'hello', number: 5 });
    assert.equal(response.text, 'hello');
    assert.equal(status.code, grpc.status.OK);
  },

  async large() {
    const payload = Buffer.alloc(3 * 1024 * 1024, 7);
    const { response } = await ask({ payload });
    assert.ok(payload.equals(response.payload));
  },

  async metadata() {
    const metadata = new grpc.Metadata();
    metadata.set('x-text', 'here');
    metadata.set('x-bytes-bin', Buffer.from([0, 1, 255]));
    const { headers, status } = await ask({ text: 'metadata' }, metadata);
    assert.deepEqual(headers.get('x-text'), ['here']);
    assert.deepEqual([...headers.get('x-bytes-bin')[0]], [0, 1, 255]);
    assert.deepEqual(status.metadata.get('x-trailer'), ['end']);
  },

  async errorWithDetails() {
    const { error } = await ask({ text: 'error' });
    assert.equal(error.code, grpc.status.FAILED_PRECONDITION);
    assert.equal(error.details, 'zu früh ☕ 100%');
    assert.deepEqual([...error.metadata.get('grpc-status-details-bin')[0]], [8, 9, 18, 1, 120]);
  },

  async unimplemented() {
    const { error } = await ask({}, undefined, undefined, absent);
    assert.equal(error.code, grpc.status.UNIMPLEMENTED);
  },

  async bidi() {
    const call = client.Talk();
    const result = ended(call);
    for (let number = 0; number < 2000; number++) call.write({ number });
    call.end();
    const { messages, status } = await result;
    assert.equal(status.code, grpc.status.OK);
    assert.deepEqual(messages.map(message => message.number), [...Array(2000).keys()]);
  },

  async bidiPingPong() {
    const call = client.Talk();
    for (let number = 0; number < 200; number++) {
      const answer = new Promise(resolve => call.once('data', resolve));
      call.write({ number });
      assert.equal((await answer).number, number);
    }
    call.end();
    call.resume();
  },

  async serverStream() {
    const { messages, status } = await ended(client.Tell({ number: 3000 }));
    assert.equal(messages.length, 3000);
    assert.equal(status.code, grpc.status.OK);
  },

  async clientStream() {
    const total = await new Promise((resolve, reject) => {
      const call = client.Collect((error, response) => (error ? reject(error) : resolve(response.number)));
      for (let i = 1; i <= 1000; i++) call.write({ number: i });
      call.end();
    });
    assert.equal(total, 500500);
  },

  async deadline() {
    const { error } = await ask({ text: 'hang' }, undefined, { deadline: Date.now() + 200 });
    assert.equal(error.code, grpc.status.DEADLINE_EXCEEDED);
  },

  async cancel() {
    const call = client.Talk();
    const result = ended(call);
    const first = new Promise(resolve => call.once('data', resolve));
    call.write({ text: 'cancel' });
    await first;
    call.cancel();
    assert.equal((await result).status.code, grpc.status.CANCELLED);
    // The handler counts the calls that ended so, and is asked until it has seen this one.
    while ((await ask({ text: 'cancelled?' })).response.number !== 1);
  },

  async gzip() {
    const text = 'g'.repeat(100000);
    const compressing = new ProbeService(address, grpc.credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2 });
    const { response } = await ask({ text }, undefined, undefined, compressing);
    assert.equal(response.text, text);
    compressing.close();
  },
};

for (const [name, run] of Object.entries(cases)) {
  try {
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('no answer in 60 s')), 60000)));
    await Promise.race([run(), late]).finally(() => clearTimeout(timer));
    console.log(`ok ${name}`);
  } catch (e) {
    console.log(`failed ${name}: ${String(e.message).replaceAll('\n', ' ')}`);
  }
}

client.close();
absent.close();
process.exit();
