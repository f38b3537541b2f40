import { create, fromBinary } from '@bufbuild/protobuf';
import { RemoveElementsSchema, SeenElementSchema, WriteBase, type RemoveElements, type Write } from './gen/topgun/v1/op_pb.js';
import { RecordSchema, RootKind } from './gen/topgun/v1/record_pb.js';
import { fromValue, type Native } from './values.js';

/** Tells a record that is absent from one that is null. */
export const ABSENT: unique symbol = Symbol('absent');

/** The value of a record from its bytes, as the conversation brings them; ABSENT of a removed one. */
export function recordValue(bytes: Uint8Array): Native | typeof ABSENT {
  const record = fromBinary(RecordSchema, bytes);
  switch (record.rootKind) {
    case RootKind.REMOVED: return ABSENT;
    case RootKind.VALUE: return fromValue(record.rootValue!);
    case RootKind.OBJECT:
      return Object.fromEntries(record.registers.filter(({ value }) => value).map(({ field, value }) => [field, fromValue(value!)]));
    default: throw new TypeError(`The record has the root ${record.rootKind}: it comes from a newer server.`);
  }
}

/**
 * What the bytes of a set's record show, as the RemoveElements that takes all of it out: each element with its tags. What is to stay is left out of its
 * elements first. Whoever else adds an element meanwhile keeps it, since that tag is not among these. Empty where the record is no set.
 */
export function seenElements(bytes: Uint8Array): RemoveElements {
  const { rootValue, tags, writers } = fromBinary(RecordSchema, bytes);
  const items = rootValue?.kind.case === 'listValue' ? rootValue.kind.value.items : [];
  const elements = tags.map((seen, i) => create(SeenElementSchema, { value: items[i], tags: seen.tags }));
  return create(RemoveElementsSchema, { writers, elements });
}

/** What a Write makes of a value that a key shows, either of them maybe ABSENT; for showing a device's own writes before they are answered. */
export function written(write: Write, value: Native | typeof ABSENT): Native | typeof ABSENT {
  switch (write.kind.case) {
    case 'remove': return ABSENT;
    case 'value': return fromValue(write.kind.value);
    case 'replace': return Object.fromEntries(Object.entries(write.kind.value.fields).map(([name, field]) => [name, fromValue(field)]));
    case 'patch': {
      if (value === ABSENT && write.base === WriteBase.LIVE) return value;
      const { set, erase } = write.kind.value;
      const kept = isObject(value) ? Object.entries(value).filter(([name]) => !erase.includes(name)) : [];
      return Object.fromEntries([...kept, ...Object.entries(set).map(([name, field]): [string, Native] => [name, fromValue(field)])]);
    }
    default: return value;
  }
}

function isObject(value: Native | typeof ABSENT): value is { readonly [name: string]: Native } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}
