// What a program with Connect does with the server, on Node and in a page: asks, is refused, holds a conversation in calls, gives up.
// Leaves a line for each thing that it learns.
import { Code, ConnectError, createClient } from '@connectrpc/connect';

export async function converse(name, registry, transport, token, print) {
  const resolvers = createClient(registry.getService('topgun.v1.ResolverService'), transport);
  const sync = createClient(registry.getService('topgun.v1.SyncService'), transport);
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

  await hold(name, sync, headers, say);
  say(`deadline ${await refusal(() => all(sync.openSession({}, { headers, timeoutMs: 300 })))}`);

  const giving = new AbortController();
  say(`cancel ${await refusal(async () => {
    for await (const response of sync.openSession({}, { headers, signal: giving.signal })) if (response.sessionToken) giving.abort();
  })}`);
}

// Writes a record and sees it come back, with one call for the server's frames and one for each of its own.
async function hold(name, sync, headers, say) {
  const map = `map-${name}`;
  let sent = 0n;
  let received = 0n;
  let session = '';
  const send = async (isLast, ...kinds) => {
    const frames = kinds.map(([kind, value]) => ({ kind: { case: kind, value } }));
    await sync.sendFrames({ sessionToken: session, firstNumber: frames.length ? sent + 1n : 0n, frames, receivedThrough: received, isLast }, { headers });
    sent += BigInt(frames.length);
  };
  const next = {
    welcome({ subject }) {
      say(`welcome ${subject}`);
      return send(false, ['subscribe', { subscriptionId: 1, map }]);
    },
    caughtUp() {
      say('caught up');
      const write = { key: 'tea', base: 2, kind: { case: 'value', value: { kind: { case: 'stringValue', value: 'green ☕' } } } };
      const op = { number: 1n, opId: 7n, millis: BigInt(Date.now()), counter: 0, kind: { case: 'write', value: write } };
      return send(false, ['opBatch', { map, writer: { nodeId: `connect-${name}`, suffix: 'a1' }, settledThrough: 0n, firstSentMs: op.millis, ops: [op] }]);
    },
    opResults({ results }) {
      for (const { number, code, version } of results) say(`result ${number} ${code} ${version}`);
    },
    changePage({ records }) {
      for (const { key, version } of records) say(`record ${key} ${version}`);
      return records.length && send(true);
    },
  };
  for await (const { sessionToken, number, frame } of sync.openSession({}, { headers })) {
    if (!frame) {
      session = sessionToken;
      await send(false, ['hello', { minVersion: 1, maxVersion: 1, nodeId: `connect-${name}`, client: 'connect' }]);
      continue;
    }
    if (number !== received + 1n) say(`frame ${number} after ${received}`);
    received = number;
    await (next[frame.kind.case] ?? (() => say(`unexpected ${frame.kind.case}`)))(frame.kind.value);
  }
  say('ended');
}

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
