// The cases that clients made with Connect play, on Node and in a browser.
import { Code, ConnectError } from '@connectrpc/connect';

const check = (condition, what) => {
  if (!condition) throw new Error(what);
};

const refused = async call => {
  try {
    await call;
  } catch (e) {
    return ConnectError.from(e);
  }
  throw new Error('the call succeeded');
};

async function* once(...messages) {
  yield* messages;
}

const wanted = (...sizes) => ({ responseParameters: sizes.map(size => ({ size })) });

export const cases = {
  async unary(client) {
    const response = await client.unaryCall({ responseSize: 314159, payload: { body: new Uint8Array(271828) } });
    check(response.payload.body.length === 314159, 'wrong size');
    await client.emptyCall({});
  },

  async threeMegabytes(client) {
    const bytes = 3 * 1024 * 1024;
    const response = await client.unaryCall({ responseSize: bytes, payload: { body: new Uint8Array(bytes) } });
    check(response.payload.body.length === bytes, 'wrong size');
  },

  async serverStream(client) {
    const sizes = [];
    for await (const response of client.streamingOutputCall(wanted(31415, 9, 2653, 58979))) sizes.push(response.payload.body.length);
    check(sizes.join() === '31415,9,2653,58979', sizes.join());
  },

  // The second answer comes a quarter of an hour later: who waits for the end of the body never sees the first.
  async eachMessageAtOnce(client) {
    const abort = new AbortController();
    const request = { responseParameters: [{ size: 1 }, { size: 1, intervalUs: 900_000_000 }] };
    for await (const response of client.streamingOutputCall(request, { signal: abort.signal })) {
      check(response.payload.body.length === 1, 'wrong size');
      break;
    }
    abort.abort();
  },

  async errorWithDetails(client) {
    const message = '\t\nBMP ☺ and non-BMP 😈\t\n';
    const error = await refused(client.unaryCall({ responseStatus: { code: 9, message } }));
    check(error.code === Code.FailedPrecondition, `code ${error.code}`);
    check(error.rawMessage === message, error.rawMessage);
    check(error.details[0]?.type === 'google.rpc.ErrorInfo', 'no details');
  },

  async metadata(client) {
    let header, trailer;
    await client.unaryCall({ responseSize: 1 }, {
      headers: { 'x-grpc-test-echo-initial': 'first', 'x-grpc-test-echo-trailing-bin': 'q6ur' },
      onHeader: headers => (header = headers.get('x-grpc-test-echo-initial')),
      onTrailer: trailers => (trailer = trailers.get('x-grpc-test-echo-trailing-bin')),
    });
    check(header === 'first', `header ${header}`);
    check(trailer === 'q6ur', `trailer ${trailer}`);
  },

  async unimplemented(client) {
    check((await refused(client.unimplementedCall({}))).code === Code.Unimplemented, 'another code');
  },

  async deadline(client) {
    const request = { responseParameters: [{ size: 1, intervalUs: 900_000_000 }] };
    const error = await refused((async () => {
      for await (const response of client.streamingOutputCall(request, { timeoutMs: 200 })) check(!response, 'an answer');
    })());
    check(error.code === Code.DeadlineExceeded, `code ${error.code}`);
  },

  async cancel(client) {
    const abort = new AbortController();
    const request = { responseParameters: [{ size: 1 }, { size: 1, intervalUs: 900_000_000 }] };
    const error = await refused((async () => {
      for await (const response of client.streamingOutputCall(request, { signal: abort.signal })) {
        check(response.payload.body.length === 1, 'wrong size');
        abort.abort();
      }
    })());
    check(error.code === Code.Canceled, `code ${error.code}`);
  },

  // As many at a time as the client opens: browsers have six connections for a server of HTTP/1.1.
  async hundredCalls(client) {
    await Promise.all([...Array(100).keys()].map(async i => {
      let count = 0;
      for await (const response of client.streamingOutputCall(wanted(i, i))) count += response.payload.body.length;
      check(count === 2 * i, `stream ${i}: ${count}`);
    }));
  },
};

export const manyCases = {
  // None ends before all have their first answer.
  async hundredStreams(client) {
    const abort = new AbortController();
    let missing = 100;
    const listen = async i => {
      const request = { responseParameters: [{ size: i }, { size: 1, intervalUs: 900_000_000 }] };
      for await (const response of client.streamingOutputCall(request, { signal: abort.signal })) {
        check(response.payload.body.length === i, `stream ${i}: ${response.payload.body.length}`);
        if (--missing === 0) abort.abort();
      }
    };
    const errors = await Promise.all([...Array(100).keys()].map(i => refused(listen(i))));
    check(missing === 0, `${missing} streams had no answer: ${errors[0].message}`);
    check(errors.every(error => error.code === Code.Canceled), 'another code');
  },
};

export const duplexCases = {
  async clientStream(client) {
    const sizes = [27182, 8, 1828, 45904];
    const response = await client.streamingInputCall(once(...sizes.map(size => ({ payload: { body: new Uint8Array(size) } }))));
    check(response.aggregatedPayloadSize === 74922, `${response.aggregatedPayloadSize}`);
  },

  async pingPong(client) {
    let ask;
    const questions = (async function* () {
      for (let i = 0; i < 100; i++) {
        yield wanted(i);
        await new Promise(resolve => (ask = resolve));
      }
    })();
    let count = 0;
    for await (const response of client.fullDuplexCall(questions)) {
      check(response.payload.body.length === count++, 'out of step');
      ask();
    }
    check(count === 100, `${count} answers`);
  },
};

// Plays the cases, and returns a line for each.
export async function run(name, client, mine) {
  const lines = [];
  for (const [title, play] of Object.entries(mine)) {
    let timer;
    const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Error('no end in 60 s')), 60000)));
    try {
      await Promise.race([play(client), late]);
      lines.push(`ok ${name} ${title}`);
    } catch (e) {
      lines.push(`failed ${name} ${title}: ${String(e.message).replaceAll('\n', ' ')}`);
    } finally {
      clearTimeout(timer);
    }
  }
  return lines;
}
