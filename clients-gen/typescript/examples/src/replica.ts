// A replica of one map on bare stubs: a live copy on the disk, written to with or without a connection, each write taking effect once.
//
// What it leaves out of docs/PROTOCOL.md: it has one map; where the digests differ it takes the map anew instead of walking; it dates a write by the
// device's wall clock as it was then; until a write is answered it shows above those of others; and ops whose writer the server does not take any
// more go to the inbox, all of them.
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { ABSENT, digest, digestEntry, fieldsOf, recordValue, toValue, written, type Native } from 'topgun-client';
import { OpResultCode, OpSchema, WriteBase, WriteSchema, type Op, type OpResult, type Write } from 'topgun-client/v1/op';
import { RecordSchema } from 'topgun-client/v1/record';
import type { ChangePage } from 'topgun-client/v1/sync';

export const UNKNOWN = 'OUTCOME_UNKNOWN';

type Stamp = readonly [millis: number, counter: number];
type Said = Omit<LoggedOp, 'op'> & { op: string };

/** An op in the log: what travels, and what only this device knows of it. */
export interface LoggedOp {
  suffix: string; // of the writer that numbers it
  op: Op;
  wall: number; // this device's clock when it was written, in ms
  floor: Stamp; // the highest timestamp of what it was made on
  sent: number; // when it was first sent, in ms of server time; its timestamp is fixed then. 0 for never
  version: string; // of its result; empty without one
}

export interface Refused {
  key: string;
  code: string;
  reason: string;
  op: Said;
}

/** A line of the file: what changes, all of it or nothing. */
interface Step {
  node?: string;
  put?: [number, Said][];
  drop?: number[];
  accepted?: string[];
  inbox?: Refused[];
  records?: [key: string, version: string, hex: string, generation?: number][];
  cursor?: [epoch: string, version: string] | null;
  whole?: boolean;
  reset?: boolean;
  generation?: number;
}

const after = (a: Stamp, b: Stamp) => (a[0] - b[0] || a[1] - b[1]) > 0;
const highest = (stamps: Stamp[]) => stamps.reduce((a, b) => (after(b, a) ? b : a), [0, 0]);
const name = (suffix: string, number: bigint) => `${suffix} ${number}`;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const newSuffix = () => randomBytes(6).toString('hex');

/** The copy and the op log, in a file of one process at a time. Whatever changes is a step: a line of the file first, and true then. */
export class Replica {
  node = randomBytes(8).toString('hex');
  readonly ops = new Map<number, LoggedOp>(); // by position, in the order of the log
  readonly inbox: Refused[] = [];
  cursor: { epoch: bigint; version: bigint } | undefined;
  onLogged = () => {};
  private readonly records = new Map<string, { version: bigint; bytes: Uint8Array; generation: number }>();
  private readonly accepted = new Set<string>();
  private isComplete = false;
  private generation = 0;
  private last: Stamp;
  // A new writer each time: a copy of the file never uses its numbers for other ops.
  private readonly suffix = newSuffix();
  private number = 0n;
  private position = 0;
  private readonly file: number;

  constructor(path: string, readonly map: string) {
    // A last line that was torn by a crash is none: whoever wrote it never went on.
    const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
    for (const line of lines) this.apply(JSON.parse(line) as Step);
    this.last = highest([...this.ops.values()].filter(({ sent }) => sent).map(({ op }): Stamp => [Number(op.millis), op.counter]));
    this.position = Math.max(0, ...this.ops.keys());
    this.file = openSync(`${path}.new`, 'w');
    this.write(this.whole());
    renameSync(`${path}.new`, path);
    const folder = openSync(dirname(resolve(path)), 'r');
    fsyncSync(folder); // The new name is durable, too, before anything is added to what it names.
    closeSync(folder);
  }

  /** The keys that have a value. */
  keys(): string[] {
    return [...new Set([...this.records.keys(), ...[...this.ops.values()].map(keyOf)])].filter(key => this.get(key) !== ABSENT).sort();
  }

  /** What a key shows: what the server committed, with this device's own writes on top. */
  get(key: string): Native | typeof ABSENT {
    const held = this.records.get(key);
    return this.on(key).reduce((value, { op }) => written(op.kind.value as Write, value), held ? recordValue(held.bytes) : ABSENT);
  }

  /** Writes a whole value. Durable and shown when it returns, as patch and remove are. */
  put(key: string, value: Native): void {
    const made = toValue(value);
    this.log(key, made.kind.case === 'objectValue' ? { case: 'replace', value: made.kind.value } : { case: 'value', value: made });
  }

  /** Changes some fields and leaves the others. */
  patch(key: string, changes: { [name: string]: Native }, erase: string[] = []): void {
    this.log(key, { case: 'patch', value: { $typeName: 'topgun.v1.Patch', set: fieldsOf(changes).fields, erase } });
  }

  /** Removes a record. */
  remove(key: string): void {
    this.log(key, { case: 'remove', value: { $typeName: 'topgun.v1.Remove' } });
  }

  private log(key: string, kind: Write['kind']): void {
    const base = this.get(key) !== ABSENT ? WriteBase.LIVE : this.isComplete ? WriteBase.ABSENT : WriteBase.UNKNOWN;
    const op = create(OpSchema, { number: this.number + 1n, opId: randomBytes(8).readBigUInt64LE(), kind: { case: 'write', value: create(WriteSchema, { key, base, kind }) } });
    const previous = this.on(key).filter(({ version }) => !version).at(-1);
    if (previous) op.after = { $typeName: 'topgun.v1.OpReference', writer: this.writer(previous.suffix), number: previous.op.number };
    const held = this.records.get(key);
    const floor = highest(held ? fromBinary(RecordSchema, held.bytes).stamps.map(({ millis, counter }): Stamp => [Number(millis), counter]) : []);
    this.commit({}, [[++this.position, { suffix: this.suffix, op, wall: Date.now(), floor, sent: 0, version: '' }]]);
    this.number++;
    this.onLogged();
  }

  writer(suffix: string) {
    return { $typeName: 'topgun.v1.Writer', nodeId: this.node, suffix } as const;
  }

  /** The ops without a result, by position, in the order of the log. */
  unsettled(): [number, LoggedOp][] {
    return [...this.ops].filter(([, { version }]) => !version);
  }

  /** Up to which number no result of a writer is needed any more: below what has none, and below what such an op names in its after. */
  settledThrough(suffix: string, last: bigint): bigint {
    const waiting = this.unsettled().map(([, entry]) => entry);
    const numbers = [
      ...waiting.filter(entry => entry.suffix === suffix).map(({ op }) => op.number),
      ...waiting.filter(({ op }) => op.after?.writer?.suffix === suffix).map(({ op }) => op.after!.number),
    ];
    return numbers.reduce((a, b) => (a < b ? a : b), last + 1n) - 1n;
  }

  /** Dates ops for good, before they are sent for the first time: server time when written, but above what they were made on and came after. */
  fix(entries: [number, LoggedOp][], offsetMs: number): void {
    const changed = entries.filter(([, { op, sent }]) => !sent || this.isAccepted(op));
    for (const [, entry] of changed) {
      // What an op builds on and was accepted is named no more; what was refused is, so that the op falls with it.
      if (this.isAccepted(entry.op)) delete entry.op.after;
      if (entry.sent) continue;
      const [millis, counter] = highest([this.last, entry.floor]);
      const at = entry.wall + offsetMs;
      this.last = at > millis ? [at, 0] : counter < 65535 ? [millis, counter + 1] : [millis + 1, 0];
      [entry.op.millis, entry.op.counter, entry.sent] = [BigInt(this.last[0]), this.last[1], Date.now() + offsetMs];
    }
    if (changed.length) this.commit({}, changed);
  }

  /** Takes a result: an accepted op stays until its effect has come, a refused one goes to the inbox at once, which undoes it. */
  settle(position: number, { code, version, stamped, reason }: OpResult): void {
    const entry = this.ops.get(position)!;
    if (stamped) this.last = highest([this.last, [Number(stamped.millis), stamped.counter]]);
    if (code !== OpResultCode.APPLIED && code !== OpResultCode.SUPERSEDED) {
      const isUnclear = code === OpResultCode.SETTLED || code === OpResultCode.NUMBER_REUSED;
      return this.refuse([position], isUnclear ? UNKNOWN : `OP_RESULT_CODE_${OpResultCode[code]}`, reason);
    }
    const hasCome = (this.records.get(keyOf(entry))?.version ?? -1n) >= version || (this.isComplete && this.cursor!.version >= version);
    const accepted = [name(entry.suffix, entry.op.number)];
    return hasCome ? this.commit({ accepted, drop: [position] }) : this.commit({ accepted }, [[position, { ...entry, version: `${version}` }]]);
  }

  refuse(positions: number[], code: string, reason: string): void {
    const inbox = positions.map(position => this.ops.get(position)!).map(entry => ({ key: keyOf(entry), code, reason, op: said(entry) }));
    this.commit({ drop: positions, inbox });
  }

  /** The map comes anew. What was settled in a history that the server has lost may be gone: the user is told. */
  beginReset(isLost: boolean): void {
    const settled = [...this.ops].filter(([, { version }]) => version).map(([position]) => position);
    if (isLost) this.refuse(settled, UNKNOWN, 'The server lost what it had answered.');
    this.commit({ cursor: null, reset: true });
  }

  /** Takes a page with the ops that it lets go, in one step. One that does not begin at the cursor is none for us. */
  take({ from, to, more, records }: ChangePage): void {
    if (this.cursor && (from?.epoch !== this.cursor.epoch || from.version !== this.cursor.version)) return;
    const came = new Map(records.map(({ key, version }) => [key, version]));
    const drop = [...this.ops].filter(([, entry]) => {
      const version = BigInt(entry.version || -1);
      return entry.version && ((came.get(keyOf(entry)) ?? -1n) >= version || (!more && to!.version >= version));
    }).map(([position]) => position);
    this.commit({ records: records.map(({ key, version, record }) => [key, `${version}`, hex(record)]), cursor: [`${to!.epoch}`, `${to!.version}`], whole: !more, drop });
  }

  /** The digest of what the server committed, as far as this replica holds it. */
  async digest(): Promise<string> {
    return hex(await digest(await Promise.all([...this.records].map(([key, { version, bytes }]) => digestEntry(key, version, bytes)))));
  }

  private on(key: string): LoggedOp[] {
    return [...this.ops.values()].filter(entry => keyOf(entry) === key);
  }

  private isAccepted({ after: named }: Op): boolean {
    return named !== undefined && this.accepted.has(name(named.writer!.suffix, named.number));
  }

  private commit(step: Step, put: [number, LoggedOp][] = []): void {
    const whole = { ...step, put: put.map(([position, entry]): [number, Said] => [position, said(entry)]) };
    this.write(whole);
    this.apply(whole);
  }

  private write(step: Step): void {
    writeSync(this.file, `${JSON.stringify(step)}\n`);
    fsyncSync(this.file);
  }

  private apply(step: Step): void {
    this.node = step.node ?? this.node;
    for (const [position, entry] of step.put ?? []) this.ops.set(position, { ...entry, op: fromBinary(OpSchema, Buffer.from(entry.op, 'hex')) });
    for (const position of step.drop ?? []) this.ops.delete(position);
    for (const known of step.accepted ?? []) this.accepted.add(known);
    this.inbox.push(...(step.inbox ?? []));
    this.generation = step.generation ?? this.generation + (step.reset ? 1 : 0);
    if (step.cursor !== undefined) this.cursor = step.cursor ? { epoch: BigInt(step.cursor[0]), version: BigInt(step.cursor[1]) } : undefined;
    for (const [key, version, record, generation = this.generation] of step.records ?? []) {
      const bytes = Buffer.from(record, 'hex');
      if (recordValue(bytes) === ABSENT) this.records.delete(key);
      else this.records.set(key, { version: BigInt(version), bytes, generation });
    }
    this.isComplete = step.whole ?? (this.isComplete && !step.reset);
    if (this.isComplete) for (const [key, { generation }] of this.records) if (generation !== this.generation) this.records.delete(key);
  }

  private whole(): Step {
    return {
      node: this.node,
      generation: this.generation,
      cursor: this.cursor ? [`${this.cursor.epoch}`, `${this.cursor.version}`] : null,
      whole: this.isComplete,
      inbox: this.inbox,
      accepted: [...this.ops.values()].filter(({ op }) => this.isAccepted(op)).map(({ op }) => name(op.after!.writer!.suffix, op.after!.number)),
      put: [...this.ops].map(([position, entry]) => [position, said(entry)]),
      records: [...this.records].map(([key, { version, bytes, generation }]) => [key, `${version}`, hex(bytes), generation]),
    };
  }
}

export function keyOf({ op }: LoggedOp): string {
  return (op.kind.value as Write).key;
}

function said(entry: LoggedOp): Said {
  return { ...entry, op: hex(toBinary(OpSchema, entry.op)) };
}
