import { create } from '@bufbuild/protobuf';
import { NullValue } from '@bufbuild/protobuf/wkt';
import { ObjectValueSchema, ValueSchema, type ObjectValue, type Value } from './gen/topgun/v1/value_pb.js';

/** A value as JavaScript has it: a bigint is an int64, a number is a double, and bytes are a Uint8Array. */
export type Native = null | boolean | bigint | number | string | Uint8Array | readonly Native[] | { readonly [name: string]: Native };

const LOWEST = -(2n ** 63n);
const HIGHEST = 2n ** 63n - 1n;

/**
 * Makes a Value. A bigint stays an int64 and a number a double, also where it is a whole one.
 *
 * @throws RangeError for a bigint beyond 64 bits, TypeError for what is no kind of value.
 */
export function toValue(native: Native): Value {
  return create(ValueSchema, { kind: kindOf(native) });
}

/** Makes an ObjectValue, as a replace has it; its fields are what a patch sets. */
export function fieldsOf(native: { readonly [name: string]: Native }): ObjectValue {
  return create(ObjectValueSchema, { fields: objectOf(native, toValue) });
}

/**
 * Makes a value of JavaScript.
 *
 * @throws TypeError where its kind is unset or unknown: it comes from a newer server.
 */
export function fromValue(value: Value): Native {
  switch (value.kind.case) {
    case 'nullValue': return null;
    case 'listValue': return value.kind.value.items.map(fromValue);
    case 'objectValue': return objectOf(value.kind.value.fields, fromValue);
    case undefined: throw new TypeError('The value has no kind: it comes from a newer server, or from none.');
    default: return value.kind.value;
  }
}

function kindOf(native: Native): Value['kind'] {
  switch (typeof native) {
    case 'boolean': return { case: 'boolValue', value: native };
    case 'number': return { case: 'doubleValue', value: native };
    case 'string': return { case: 'stringValue', value: native };
    case 'bigint':
      if (native < LOWEST || native > HIGHEST) throw new RangeError(`${native} is beyond the integers of 64 bits.`);
      return { case: 'int64Value', value: native };
  }
  if (native === null) return { case: 'nullValue', value: NullValue.NULL_VALUE };
  if (native instanceof Uint8Array) return { case: 'bytesValue', value: native };
  if (isList(native)) return { case: 'listValue', value: { $typeName: 'topgun.v1.ListValue', items: native.map(toValue) } };
  // An instance of a class is not what its fields are: a Date or a Map would become {} in silence.
  if (typeof native !== 'object' || ![Object.prototype, null].includes(Object.getPrototypeOf(native) as object | null)) {
    throw new TypeError(`${Object.prototype.toString.call(native)} is no kind of value.`);
  }
  return { case: 'objectValue', value: fieldsOf(native) };
}

function isList(native: object): native is readonly Native[] {
  return Array.isArray(native);
}

// By fromEntries: an assignment to a field named __proto__ would set something else.
function objectOf<From, To>(fields: { readonly [name: string]: From }, map: (field: From) => To): { [name: string]: To } {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, map(field)]));
}
