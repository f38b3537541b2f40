// What a program with Connect does with the server, on Node and in a page: asks, is refused, holds a conversation, reads and writes maps by calls,
// gives up. Leaves a line for each thing that it learns.
import { Code, ConnectError, createClient } from '@connectrpc/connect';

const MEGABYTE = 1_000_000;
const STREAMS = 100;

// `can` says what the way to the server can carry: { duplex } frames both ways on one stream, { streams } many calls side by side.
export async function converse(name, registry, transport, token, can, print) {
  const [resolvers, sync, maps] = ['ResolverService', 'SyncService', 'MapService'].map(
    service => createClient(registry.getService(`topgun.v1.${service}`), transport));
  const headers = { authorization: `Bearer ${token}` };
  const forged = { authorization: `Bearer ${token.slice(0, -6)}AAAAAA` };
  const say = text => print(`${name} ${text}`);

  say(`lists ${(await resolvers.listResolvers({ map: 'notes' }, { headers })).resolvers.length} resolvers`);

  const resolver = { name: 'broken', rule: { case: 'code', value: 'return {' } };
  say(`with broken code ${await refusal(() => resolvers.registerResolver({ map: 'notes', resolver }, { headers }))}`);

  for (const [who, wrong] of [['without a token', {}], ['with a forged token', forged], ['with no token at all', { authorization: 'Bearer x' }]]) {
    say(`${who} ${await refusal(() => resolvers.listResolvers({ map: 'notes' }, { headers: wrong }))}`);
    say(`${who} ${await refusal(() => all(sync.openSession({}, { headers: wrong })))}`);
  }

  await holdInCalls(name, sync, headers, say);
  if (can.duplex) await holdOnOneStream(name, sync, headers, say);
  await keep(`kept-${name}`, maps, headers, say);
  if (can.streams) await watchManyTimes(`watched-${name}`, maps, headers, say);

  say(`deadline ${await refusal(() => all(maps.watch({ map: 'notes' }, { headers, timeoutMs: 300 })))}`);

  const giving = new AbortController();
  say(`cancel ${await refusal(async () => {
    for await (const response of sync.openSession({}, { headers, signal: giving.signal })) if (response.sessionToken) giving.abort();
  })}`);
}

// Writes a record and sees it come back: what it answers to each frame of the server.
function replica(map, nodeId, send, say) {
  const answers = {
    welcome({ subject }) {
      say(`welcome ${subject}`);
      return send(false, ['subscribe', { subscriptionId: 1, map }]);
    },
    caughtUp() {
      say('caught up');
      const write = { key: 'tea', base: 2, kind: { case: 'value', value: text('green ☕') } };
      const op = { number: 1n, opId: 7n, millis: BigInt(Date.now()), counter: 0, kind: { case: 'write', value: write } };
      return send(false, ['opBatch', { map, writer: { nodeId, suffix: 'a1' }, settledThrough: 0n, firstSentMs: op.millis, ops: [op] }]);
    },
    opResults({ results }) {
      for (const { number, code, version } of results) say(`result ${number} ${code} ${version}`);
    },
    changePage({ records }) {
      for (const { key, version } of records) say(`record ${key} ${version}`);
      return records.length && send(true);
    },
  };
  const hello = () => send(false, ['hello', { minVersion: 1, maxVersion: 1, nodeId, client: 'connect' }]);
  return { hello, take: ({ kind }) => (answers[kind.case] ?? (() => say(`unexpected ${kind.case}`)))(kind.value) };
}

const clientFrames = kinds => kinds.map(([kind, value]) => ({ kind: { case: kind, value } }));

// With one call for the server's frames and one for each of its own.
async function holdInCalls(name, sync, headers, say) {
  let sent = 0n;
  let received = 0n;
  let session = '';
  const send = async (isLast, ...kinds) => {
    const frames = clientFrames(kinds);
    await sync.sendFrames({ sessionToken: session, firstNumber: frames.length ? sent + 1n : 0n, frames, receivedThrough: received, isLast }, { headers });
    sent += BigInt(frames.length);
  };
  const { hello, take } = replica(`map-${name}`, `connect-${name}`, send, say);
  for await (const { sessionToken, number, frame } of sync.openSession({}, { headers })) {
    if (!frame) {
      session = sessionToken;
      await hello();
      continue;
    }
    if (number !== received + 1n) say(`frame ${number} after ${received}`);
    received = number;
    await take(frame);
  }
  say('ended');
}

async function holdOnOneStream(name, sync, headers, say) {
  const waiting = [];
  let wake = () => {};
  const send = (isLast, ...kinds) => {
    waiting.push(...clientFrames(kinds).map(frame => ({ frame })), ...(isLast ? [null] : []));
    wake();
  };
  const requests = (async function* () {
    while (true) {
      if (!waiting.length) await new Promise(resolve => (wake = resolve));
      const request = waiting.shift();
      if (!request) return;
      yield request;
    }
  })();
  const { hello, take } = replica(`stream-${name}`, `duplex-${name}`, send, say);
  hello();
  for await (const { frame } of sync.sync(requests, { headers })) take(frame);
  say('ended');
}

// Maps by calls, with messages of three megabytes.
async function keep(map, maps, headers, say) {
  say(`put ${(await maps.put({ map, key: 'tea', value: text('green ☕') }, { headers })).version}`);
  say(`get ${(await maps.get({ map, key: 'tea' }, { headers })).entry.value.kind.value}`);
  const writes = ['a', 'b', 'c'].map(key => ({ key, kind: { case: 'put', value: text(key.repeat(MEGABYTE)) } }));
  const { results } = await maps.batch({ map, writes }, { headers });
  say(`batch ${results.map(result => result.version).join(' ')}`);
  let characters = 0;
  for await (const { rows } of maps.query({ map, query: {} }, { headers })) for (const { value } of rows) characters += value.kind.value.length;
  say(`query ${characters}`);
}

// All of them are open at once: none ends before it has seen what is written when the last has begun.
async function watchManyTimes(map, maps, headers, say) {
  const end = new AbortController();
  let quiet = STREAMS;
  let begin;
  const begun = new Promise(resolve => (begin = resolve));
  const watch = async () => {
    for await (const { events, caughtUp } of maps.watch({ map, changesOnly: true }, { headers, signal: end.signal })) {
      if (events.some(({ kind }) => kind.value.key === 'signal')) return 1;
      if (caughtUp && --quiet === 0) begin();
    }
    return 0;
  };
  const watches = Array.from({ length: STREAMS }, watch);
  await Promise.race([begun, Promise.all(watches)]);
  await maps.put({ map, key: 'signal', value: text('go') }, { headers });
  say(`${(await Promise.all(watches)).reduce((seen, one) => seen + one)} streams saw the signal`);
  end.abort();
}

const text = value => ({ kind: { case: 'stringValue', value } });

async function all(responses) {
  for await (const _ of responses);
}

// The code, and what the details tell to programs: their types, and the code of the contract in them.
async function refusal(call) {
  try {
    await call();
    return 'nothing';
  } catch (thrown) {
    const { code, details } = ConnectError.from(thrown);
    const reasons = details.map(({ type, value }) => `${type} ${new TextDecoder('latin1').decode(value).match(/ERROR_CODE_[A-Z_]+/)}`);
    return [Code[code], ...reasons].join(' ');
  }
}
