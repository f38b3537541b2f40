// The test vectors of the contract.
import { createHash } from 'node:crypto';
import { create, fromJson, toBinary, type JsonValue } from '@bufbuild/protobuf';
import { ABSENT, compareStamps, digest, digestEntry, fromValue, recordValue, seenElements, toValue, type Native } from 'topgun-client';
import { HlcTimestampSchema } from 'topgun-client/v1/hlc';
import { RecordSchema, RootKind } from 'topgun-client/v1/record';
import { ValueSchema } from 'topgun-client/v1/value';
import { expect, text, type Scenario } from './scenarios.js';

interface Said {
  readonly at: string;
  readonly value?: Json;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

interface MergeCase {
  readonly name: string;
  readonly record: { root: Said & { kind: 'removed' | 'value' | 'object' }; cleared: string | null; registers: { [field: string]: Said } } | null;
  readonly value?: Json;
}

interface TypedCase {
  readonly name: string;
  readonly record: string;
  readonly value?: JsonValue;
  readonly seen: string[][];
}

interface DigestCase {
  readonly name: string;
  readonly records?: { key: string; version: string; record: string }[];
  readonly indices?: number[];
  readonly first?: number;
  readonly count?: number;
  readonly digests: { [prefix: string]: string };
}

// A number of these files is an int64.
function native(json: Json): Native {
  if (typeof json === 'number') return BigInt(json);
  if (Array.isArray(json)) return json.map(native);
  if (typeof json === 'object' && json !== null) return Object.fromEntries(Object.entries(json).map(([name, field]) => [name, native(field)]));
  return json;
}

function stamp(said: string) {
  const [, millis, counter, nodeId] = /^(\d+)\.(\d+)@(.*)$/s.exec(said)!;
  return create(HlcTimestampSchema, { millis: BigInt(millis!), counter: Number(counter), nodeId: nodeId! });
}

function record({ root, cleared, registers }: NonNullable<MergeCase['record']>): Uint8Array {
  const made = create(RecordSchema);
  const at = (said: string) => made.stamps.push(stamp(said)) - 1;
  made.rootKind = { removed: RootKind.REMOVED, value: RootKind.VALUE, object: RootKind.OBJECT }[root.kind];
  made.rootAt = at(root.at);
  if (root.value !== undefined) made.rootValue = toValue(native(root.value));
  if (cleared !== null) made.clearedAt = at(cleared);
  for (const [field, register] of Object.entries(registers)) {
    made.registers.push({
      $typeName: 'topgun.v1.Register', field, at: at(register.at), ...(register.value === undefined ? {} : { value: toValue(native(register.value)) }),
    });
  }
  return toBinary(RecordSchema, made);
}

function setsAndCounters() {
  const { cases } = JSON.parse(text('typed-records.json')) as { cases: TypedCase[] };
  expect(cases.length > 0, true, 'whether there are sets and counters');
  for (const { name, record: hex, value, seen: wanted } of cases) {
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'));
    expect(recordValue(bytes), value === undefined ? ABSENT : fromValue(fromJson(ValueSchema, value)), name);
    const seen = seenElements(bytes);
    expect(seen.elements.map(({ tags }) => tags.map(tag => `${seen.writers[tag.writer]}/${tag.number}/${tag.index}`)), wanted, `who added what: ${name}`);
  }
}

function* recordsOf({ records, indices, first = 0, count = 0 }: DigestCase): Iterable<[string, bigint, Uint8Array]> {
  for (const { key, version, record: bytes } of records ?? []) yield [key, BigInt(version), Buffer.from(bytes, 'hex')];
  if (records) return;
  for (const i of indices ?? Array.from({ length: count }, (_, n) => first + n)) {
    yield [`key-${i}`, BigInt(i), createHash('sha256').update(`key-${i}`).digest()];
  }
}

export const vectors: { [id: string]: Scenario } = {
  'vector-hlc'() {
    const { ascending } = JSON.parse(text('hlc-order.json')) as { ascending: { millis: number; counter: number; node_id: string }[] };
    const stamps = ascending.map(({ millis, counter, node_id: nodeId }) => create(HlcTimestampSchema, { millis: BigInt(millis), counter, nodeId }));
    for (const [i, a] of stamps.entries()) for (const [j, b] of stamps.entries()) expect(Math.sign(compareStamps(a, b)), Math.sign(i - j), `the order of ${i} and ${j}`);
  },
  'vector-record'() {
    const cases = (JSON.parse(text('register-merge.json')) as { cases: MergeCase[] }).cases.filter(one => one.record);
    expect(cases.length > 0, true, 'whether there are cases');
    for (const one of cases) expect(recordValue(record(one.record!)), one.value === undefined ? ABSENT : native(one.value), one.name);
    setsAndCounters();
  },
  async 'vector-digest'() {
    // Versions may be beyond what a number of JavaScript holds: they are read as texts.
    const { cases } = JSON.parse(text('digest.json').replaceAll(/"version": (\d+)/g, '"version": "$1"')) as { cases: DigestCase[] };
    for (const one of cases) {
      const entries = await Promise.all([...recordsOf(one)].map(([key, version, bytes]) => digestEntry(key, version, bytes)));
      for (const [prefix, expected] of Object.entries(one.digests)) {
        const nibbles = Uint8Array.from(prefix, digit => parseInt(digit, 16));
        expect(Buffer.from(await digest(entries, nibbles)).toString('hex'), expected, `${one.name}, below '${prefix}'`);
      }
    }
  },
};
