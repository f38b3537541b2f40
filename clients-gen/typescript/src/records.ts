import { fromBinary } from '@bufbuild/protobuf';
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
