// Sets and counters.
import { randomUUID } from 'node:crypto';
import { Code } from '@connectrpc/connect';
import { connect, fromValue, seenElements, toValue } from 'topgun-client';
import { OpResultCode, WriteBase } from 'topgun-client/v1/op';
import { expect, PATIENCE, refusal, tokens, transport, type Scenario, type World } from './scenarios.js';
import { Talk } from './sync.js';

type Place = Pick<World, 'map' | 'server'>;

const HIGHEST = 2n ** 63n - 1n;

function add({ map, server }: Place, key: string, ...elements: string[]) {
  return server.map.addElements({ map, key, elements: elements.map(toValue) }, PATIENCE);
}

function takeOut({ map, server }: Place, key: string, ...elements: string[]) {
  return server.map.removeElements({ map, key, elements: elements.map(toValue) }, PATIENCE);
}

function count({ map, server }: Place, key: string, delta: bigint, idempotencyKey = '') {
  return server.map.count({ map, key, delta, idempotencyKey }, PATIENCE);
}

/** The same map, as the other user. */
function others(world: World): Place {
  return { map: world.map, server: connect(transport(tokens.other)) };
}

export const types: { [id: string]: Scenario } = {
  async 'set-add-remove'(world) {
    await add(world, 'k', 'a', 'b');
    await add(world, 'k', 'b', 'c');
    expect(await world.value('k'), ['a', 'b', 'c'], 'the set');
    await takeOut(world, 'k', 'a', 'never');
    expect(await world.value('k'), ['b', 'c'], 'what is left');
    await takeOut(world, 'k');
    expect(await world.get('k'), undefined, 'the entry');
  },
  async 'set-concurrent'(world) {
    await add(world, 'k', 'a', 'b');
    const talk = await Talk.begin(world, ['ormap']);
    const seen = seenElements((await talk.catchUp()).records.get('k')!.record);
    expect(seen.elements.map(({ value, tags }) => [fromValue(value!), tags.length]), [['a', 1], ['b', 1]], 'what it saw');
    await add(others(world), 'k', 'a');
    await talk.write(world.map, { key: 'k', base: WriteBase.LIVE, kind: { case: 'removeElements', value: seen } });
    expect((await talk.results()).results.map(({ code }) => OpResultCode[code]), ['APPLIED'], 'the result');
    expect(await world.value('k'), ['a'], 'the set');
    await talk.end();
  },
  async 'set-ops'(world) {
    const talk = await Talk.begin(world, ['ormap']);
    await talk.catchUp();
    const elements = ['a', 'b', 'c'].map((element) => ({ value: toValue(element) }));
    await talk.write(world.map, { key: 'k', base: WriteBase.ABSENT, kind: { case: 'addElements', value: { elements } } });
    expect((await talk.results()).results.map(({ code }) => OpResultCode[code]), ['APPLIED'], 'the result of the addition');
    const seen = seenElements((await talk.take('changePage')).records[0]!.record);
    const shown = seen.elements.map(({ value, tags }) => [fromValue(value!), tags.length]);
    expect(shown, [['a', 1], ['b', 1], ['c', 1]], 'what it saw');
    seen.elements.pop();
    await talk.write(world.map, { key: 'k', base: WriteBase.LIVE, kind: { case: 'removeElements', value: seen } });
    expect((await talk.results()).results.map(({ code }) => OpResultCode[code]), ['APPLIED'], 'the result of the removal');
    expect(await world.value('k'), ['c'], 'what is left');
    await talk.end();
  },
  async 'counter-sum'(world) {
    const key = randomUUID();
    const first = await count(world, 'k', 5n, key);
    await count(others(world), 'k', -7n);
    expect(await count(world, 'k', 5n, key), first, 'the answer to the repeat');
    expect(await world.value('k'), -2n, 'the sum');
    await world.server.map.removeCounter({ map: world.map, key: 'k' }, PATIENCE);
    expect(await world.get('k'), undefined, 'the entry');
    await count(world, 'k', 3n);
    expect(await world.value('k'), 3n, 'the sum of a counter made anew');
  },
  async 'counter-overflow'(world) {
    await count(world, 'k', HIGHEST);
    const refused = await refusal(() => count(world, 'k', 1n), Code.InvalidArgument, 'OP_RESULT_CODE_TOO_LARGE');
    expect(refused.metadata['key'], 'k', 'the key of the refusal');
    expect(await world.value('k'), HIGHEST, 'the sum');
  },
  async 'counter-ops'(world) {
    const talk = await Talk.begin(world, ['counter']);
    await talk.catchUp();
    await talk.write(world.map, { key: 'k', base: WriteBase.ABSENT, kind: { case: 'count', value: { delta: 5n } } });
    expect((await talk.results()).results.map(({ code }) => OpResultCode[code]), ['APPLIED'], 'the result of counting');
    await count(others(world), 'k', 2n);
    await talk.write(world.map, { key: 'k', base: WriteBase.LIVE, kind: { case: 'removeCounter', value: { seen: 5n } } });
    expect((await talk.results()).results.map(({ code }) => OpResultCode[code]), ['SUPERSEDED'], 'the result of removing what was counted on');
    expect(await world.value('k'), 7n, 'the sum');
    await talk.write(world.map, { key: 'k', base: WriteBase.LIVE, kind: { case: 'removeCounter', value: { seen: 7n } } });
    expect((await talk.results()).results.map(({ code }) => OpResultCode[code]), ['APPLIED'], 'the result of removing');
    expect(await world.get('k'), undefined, 'the entry');
    await talk.end();
  },
  async 'type-mismatch'(world) {
    await count(world, 'a', 1n);
    for (const call of [() => world.put('b', 1n), () => add(world, 'b', 'x')]) {
      const refused = await refusal(call, Code.FailedPrecondition, 'OP_RESULT_CODE_TYPE_MISMATCH');
      expect(refused.metadata['key'], 'b', 'the key of the refusal');
    }
    expect([await world.get('b'), await world.value('a')], [undefined, 1n], 'the records');
  },
};
