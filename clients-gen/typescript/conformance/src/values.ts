// Values of every kind, there and back.
import { fromJson, toBinary, type JsonValue } from '@bufbuild/protobuf';
import { fromValue, toValue } from 'topgun-client';
import { ValueSchema, type Value } from 'topgun-client/v1/value';
import { expect, PATIENCE, text, type Scenario } from './scenarios.js';

const KINDS = ['null', 'bool', 'int64', 'double', 'string', 'bytes', 'list', 'object', 'nested'];

interface Case {
  readonly scenario: string;
  readonly name: string;
  readonly value: JsonValue;
}

// As bytes, with the fields of objects in one order: -0 is not 0, and NaN is itself.
function bytes(value: Value): string {
  return Buffer.from(toBinary(ValueSchema, sorted(value))).toString('hex');
}

function sorted(value: Value): Value {
  switch (value.kind.case) {
    case 'listValue': return { ...value, kind: { case: 'listValue', value: { ...value.kind.value, items: value.kind.value.items.map(sorted) } } };
    case 'objectValue': {
      const fields = Object.entries(value.kind.value.fields).sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, field]) => [name, sorted(field)]);
      return { ...value, kind: { case: 'objectValue', value: { ...value.kind.value, fields: Object.fromEntries(fields) } } };
    }
    default: return value;
  }
}

function thereAndBack(scenario: string): Scenario {
  return async world => {
    const cases = (JSON.parse(text('values.json')) as { cases: Case[] }).cases.filter(one => one.scenario === scenario);
    expect(cases.length > 0, true, 'whether there are cases');
    for (const { name, value } of cases) {
      const expected = fromJson(ValueSchema, value);
      const made = toValue(fromValue(expected));
      expect(bytes(made), bytes(expected), `${name}, made natively,`);
      await world.server.map.put({ map: world.map, key: name, value: made }, PATIENCE);
      expect(bytes((await world.get(name))!.value!), bytes(expected), `${name}, got,`);
    }
  };
}

export const values = Object.fromEntries(KINDS.map(kind => [`value-${kind}`, thereAndBack(`value-${kind}`)]));
