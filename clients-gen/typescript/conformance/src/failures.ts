// What fails, and how a caller knows why.
import { Code } from '@connectrpc/connect';
import { connect, failure, fromValue, toValue } from 'topgun-client';
import { expect, PATIENCE, refusal, tokens, transport, type Scenario, type World } from './scenarios.js';

const newKey = () => `key-${Math.random()}`;

async function unauthenticated(world: World, token?: string): Promise<void> {
  const server = connect(transport(token));
  await refusal(() => server.map.get({ map: world.map, key: 'k' }, PATIENCE), Code.Unauthenticated, 'ERROR_CODE_UNAUTHENTICATED');
}

export const failures: { [id: string]: Scenario } = {
  'token-missing': world => unauthenticated(world),
  'token-expired': world => unauthenticated(world, tokens.expired),
  async forbidden(world) {
    await world.put('k', 1n);
    const reader = connect(transport(tokens.reader));
    await refusal(() => reader.map.put({ map: world.map, key: 'k', value: toValue(2n) }, PATIENCE), Code.PermissionDenied, 'OP_RESULT_CODE_FORBIDDEN');
    expect(fromValue((await reader.map.get({ map: world.map, key: 'k' }, PATIENCE)).entry!.value!), 1n, 'what the reader reads');
  },
  async invalid(world) {
    const calls = [() => world.server.map.put({ map: world.map, key: 'k' }, PATIENCE), () => world.server.map.get({ key: 'k' }, PATIENCE)];
    for (const call of calls) {
      const why = await call().then(() => undefined, failure);
      expect([why?.code, why?.reason !== '', why?.message !== ''], [Code.InvalidArgument, true, true], 'the refusal');
    }
  },
  async deadline(world) {
    const begun = Date.now();
    try {
      for await (const _ of world.server.map.watch({ map: world.map }, { timeoutMs: 500 }));
      throw new Error('the watch ended by itself');
    } catch (error) {
      expect(failure(error).code, Code.DeadlineExceeded, 'the status');
    }
    expect(Date.now() - begun < 10_000, true, 'whether it ended in time');
  },
  async 'idempotency-repeat'(world) {
    const idempotencyKey = newKey();
    const first = await world.put('k', { n: 1n }, { idempotencyKey });
    await world.put('k', { n: 2n });
    expect(await world.put('k', { n: 1n }, { idempotencyKey }), first, 'the answer to the repeat');
    expect(await world.value('k'), { n: 2n }, 'the record');
  },
  async 'idempotency-reused'(world) {
    const idempotencyKey = newKey();
    await world.put('k', { n: 1n }, { idempotencyKey });
    const refused = await refusal(() => world.put('k', { n: 2n }, { idempotencyKey }), Code.FailedPrecondition, 'ERROR_CODE_KEY_REUSED');
    expect(refused.metadata['idempotency_key'], idempotencyKey, 'the key of the refusal');
  },
  async 'retry-lost-answer'(world) {
    const { map } = world;
    const rule = { case: 'builtIn', value: { kind: 'FIRST_WRITE_WINS' } } as const;
    await world.server.resolvers.registerResolver({ map, resolver: { name: 'first', rule } }, PATIENCE);
    const lossy = connect(transport(tokens.writer, true));
    const answer = await lossy.write(lossy.map.put, { map, key: 'k', value: toValue({ n: 1n }) });
    expect([answer.version, answer.superseded], [(await world.get('k'))!.version, false], 'the answer');
    expect(await world.value('k'), { n: 1n }, 'the record');
  },
};
