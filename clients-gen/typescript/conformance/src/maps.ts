// Records and batches.
import type { MessageInitShape } from '@bufbuild/protobuf';
import { Code } from '@connectrpc/connect';
import { fieldsOf, fromValue, toValue, type Native } from 'topgun-client';
import type { BatchWriteSchema } from 'topgun-client/v1/map';
import { OpResultCode } from 'topgun-client/v1/op';
import { expect, PATIENCE, refusal, type Scenario, type World } from './scenarios.js';

function batch(world: World, atomic: boolean, ...writes: ['put' | 'patch', string, Native][]) {
  return world.server.write(world.server.map.batch, {
    map: world.map,
    atomic,
    writes: writes.map(([kind, key, native]): MessageInitShape<typeof BatchWriteSchema> => (kind === 'put'
      ? { key, kind: { case: 'put', value: toValue(native) } }
      : { key, kind: { case: 'patch', value: { set: fieldsOf({ a: native }).fields } }, mustExist: true })),
  }, PATIENCE);
}

export const maps: { [id: string]: Scenario } = {
  async 'put-get'(world) {
    const first = await world.put('milk', { title: 'Milk', count: 3n });
    expect([first.version > 0n, first.superseded], [true, false], 'the answer');
    const entry = (await world.get('milk'))!;
    expect([entry.key, fromValue(entry.value!), entry.version], ['milk', { title: 'Milk', count: 3n }, first.version], 'the entry');
    expect((await world.put('milk', { title: 'Oat milk' })).version > first.version, true, 'whether the version rose');
  },
  async 'put-replaces'(world) {
    await world.put('k', { a: 1n, b: 2n });
    await world.put('k', { b: 3n });
    expect(await world.value('k'), { b: 3n }, 'the record');
  },
  async 'put-ttl'(world) {
    const now = Date.now();
    await world.put('k', { a: 1n }, { ttlMs: 3_600_000n });
    const expires = (await world.get('k'))!.expiresAtMs;
    expect(Math.abs(Number(expires) - now - 3_600_000) < 600_000, true, `whether ${expires} is an hour from ${now}`);
    await world.put('k', { a: 2n });
    expect((await world.get('k'))!.expiresAtMs, expires, 'the expiry after a write without one');
  },
  async 'get-absent'(world) {
    expect(await world.get('nothing'), undefined, 'the entry');
  },
  async 'get-fields'(world) {
    await world.put('k', { a: { x: 1n, y: 2n }, b: 3n, c: 4n });
    expect(await world.value('k', { fields: [{ names: ['a', 'x'] }, { names: ['b'] }] }), { a: { x: 1n }, b: 3n }, 'the fields');
  },
  async 'patch-keeps'(world) {
    await world.put('k', { a: 1n, b: 2n });
    await world.patch('k', { b: 3n });
    expect(await world.value('k'), { a: 1n, b: 3n }, 'the record');
  },
  async 'patch-erases'(world) {
    await world.put('k', { a: 1n, b: 2n });
    await world.patch('k', { c: null }, ['a']);
    expect(await world.value('k'), { b: 2n, c: null }, 'the record');
  },
  async 'patch-must-exist'(world) {
    const refused = await refusal(() => world.patch('k', { a: 1n }, [], { mustExist: true }), Code.FailedPrecondition, 'OP_RESULT_CODE_RECORD_REMOVED');
    expect(refused.metadata['key'], 'k', 'the key of the refusal');
    await world.patch('k', { a: 1n });
    expect(await world.value('k'), { a: 1n }, 'the record');
  },
  async remove(world) {
    await world.put('k', { a: 1n });
    await world.remove('k');
    expect(await world.get('k'), undefined, 'the entry');
    await world.remove('never written');
  },
  async 'batch-each'(world) {
    const { results } = await batch(world, false, ['put', 'a', 1n], ['patch', 'b', 2n], ['put', 'c', 3n]);
    expect(results.map(({ code }) => OpResultCode[code]), ['APPLIED', 'RECORD_REMOVED', 'APPLIED'], 'the results');
    expect(results[1]!.reason !== '', true, 'whether the refusal has a reason');
    expect([await world.value('a'), await world.get('b'), await world.value('c')], [1n, undefined, 3n], 'the records');
  },
  async 'batch-atomic'(world) {
    const { results } = await batch(world, true, ['put', 'a', 1n], ['put', 'b', 2n]);
    expect(results.map(({ code }) => OpResultCode[code]), ['APPLIED'], 'the results');
    expect([(await world.get('a'))!.version, (await world.get('b'))!.version], Array(2).fill(results[0]!.version), 'the versions');
  },
  async 'batch-refused'(world) {
    const refused = await refusal(() => batch(world, true, ['put', 'a', 1n], ['patch', 'b', 2n]), Code.FailedPrecondition, 'OP_RESULT_CODE_RECORD_REMOVED');
    expect(refused.metadata['key'], 'b', 'the key of the refusal');
    expect(await world.get('a'), undefined, 'the other record');
  },
};
