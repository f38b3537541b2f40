// The conversation of a replica, frame by frame: over one stream, or by calls where the transport has no stream in both directions.
import { randomBytes } from 'node:crypto';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { digest, digestEntry, fieldsOf, recordValue, type Native, type Server } from 'topgun-client';
import { OpResultCode, WriteBase, type Op, type Writer } from 'topgun-client/v1/op';
import { OpSchema, WriterSchema } from 'topgun-client/v1/op';
import type { CaughtUp, ChangedRecord, ClientFrameSchema, ServerFrame } from 'topgun-client/v1/sync';
import { expect, isWeb, PATIENCE, type Scenario, type World } from './scenarios.js';

type Frame = MessageInitShape<typeof ClientFrameSchema>;
type Kind = Exclude<ServerFrame['kind'], { case: undefined }>;
type Taken<Case> = Extract<Kind, { case: Case }>['value'];

/** How frames go and come. */
interface Way {
  readonly frames: AsyncIterator<ServerFrame>;
  send(frame: Frame): Promise<void> | void;
  end(): Promise<void> | void;
}

function overStream(server: Server): Way {
  const waiting: (Frame | undefined)[] = [];
  let wake = () => {};
  async function* outgoing() {
    for (;;) {
      if (!waiting.length) await new Promise<void>(resolve => { wake = resolve; });
      const frame = waiting.shift();
      if (!frame) return;
      yield { frame };
    }
  }
  async function* incoming() {
    for await (const { frame } of server.sync.sync(outgoing(), PATIENCE)) yield frame!;
  }
  const send = (frame?: Frame) => { waiting.push(frame); wake(); };
  return { frames: incoming(), send, end: () => send() };
}

async function byCalls(server: Server): Promise<Way> {
  const responses = server.sync.openSession({}, PATIENCE)[Symbol.asyncIterator]();
  const { sessionToken } = (await responses.next()).value!;
  let [sent, receivedThrough] = [0n, 0n];
  async function* incoming() {
    for (;;) {
      const { done, value } = await responses.next();
      if (done) return;
      expect(value.number, receivedThrough + 1n, 'the number of the frame');
      receivedThrough = value.number;
      yield value.frame!;
    }
  }
  return {
    frames: incoming(),
    async send(frame) {
      await server.sync.sendFrames({ sessionToken, firstNumber: ++sent, frames: [frame], receivedThrough }, PATIENCE);
    },
    async end() {
      await server.sync.sendFrames({ sessionToken, receivedThrough, isLast: true }, PATIENCE);
    },
  };
}

/** A conversation that has been greeted, and subscribed to a map. */
export class Conversation {
  private constructor(private readonly way: Way, readonly nodeId: string, readonly welcome: Taken<'welcome'>) {}

  static async begin({ map, server }: World, features: string[]): Promise<Conversation> {
    const way = isWeb ? await byCalls(server) : overStream(server);
    const nodeId = `typescript-${randomBytes(8).toString('hex')}`;
    await way.send({ kind: { case: 'hello', value: { minVersion: 1, maxVersion: 1, nodeId, features, client: 'conformance' } } });
    const talk = new Conversation(way, nodeId, await take(way, 'welcome'));
    await way.send({ kind: { case: 'subscribe', value: { subscriptionId: 1, map } } });
    return talk;
  }

  /** The next frame, which must be of this kind. */
  take<Case extends Kind['case']>(kind: Case): Promise<Taken<Case>> {
    return take(this.way, kind);
  }

  /** Takes the pages to the head: the records by key, and the CaughtUp. */
  async catchUp(): Promise<{ records: Map<string, ChangedRecord>; caughtUp: CaughtUp }> {
    const records = new Map<string, ChangedRecord>();
    for (;;) {
      const kind = await next(this.way);
      if (kind.case === 'caughtUp') return { records, caughtUp: kind.value };
      expect(kind.case, 'changePage', 'the kind of the frame');
      for (const record of (kind.value as Taken<'changePage'>).records) records.set(record.key, record);
    }
  }

  /** Sends op 1, which replaces an absent key. */
  async replace(map: string, key: string, native: { [name: string]: Native }): Promise<{ writer: Writer; op: Op }> {
    const writer = create(WriterSchema, { nodeId: this.nodeId, suffix: randomBytes(6).toString('hex') });
    const op = create(OpSchema, {
      number: 1n,
      opId: randomBytes(8).readBigUInt64LE(),
      millis: BigInt(Date.now()),
      kind: { case: 'write', value: { key, base: WriteBase.ABSENT, kind: { case: 'replace', value: fieldsOf(native) } } },
    });
    await this.way.send({ kind: { case: 'opBatch', value: { map, writer, firstSentMs: op.millis, ops: [op] } } });
    return { writer, op };
  }

  /** Ends the client's side; anything but OK throws. */
  async end(): Promise<void> {
    await this.way.end();
    while (!(await this.way.frames.next()).done);
  }
}

async function next({ frames }: Way): Promise<Kind> {
  const { done, value } = await frames.next();
  if (done || !value.kind.case) throw new Error('the conversation ended by itself');
  return value.kind;
}

async function take<Case extends Kind['case']>(way: Way, wanted: Case): Promise<Taken<Case>> {
  const kind = await next(way);
  expect(kind.case, wanted, 'the kind of the frame');
  return kind.value as Taken<Case>;
}

export const sync: { [id: string]: Scenario } = {
  async 'sync-op'(world) {
    const talk = await Conversation.begin(world, []);
    expect([talk.welcome.version, talk.welcome.subject], [1, 'writer'], 'the welcome');
    expect([...(await talk.catchUp()).records.keys()], [], 'what is there');
    const { writer, op } = await talk.replace(world.map, 'tea', { n: 1n });
    const results = await talk.take('opResults');
    const result = results.results[0]!;
    expect([results.writer, result.number, result.opId, result.code], [writer, 1n, op.opId, OpResultCode.APPLIED], 'the result');
    const { records } = await talk.take('changePage');
    expect(records.map(({ key, version, record }) => [key, version, recordValue(record)]), [['tea', result.version, { n: 1n }]], 'the page');
    await talk.end();
  },
  async 'sync-digest'(world) {
    for (let i = 0; i < 100; i++) await world.put(`key-${i}`, { i: BigInt(i) });
    const talk = await Conversation.begin(world, ['digest']);
    expect(talk.welcome.features.includes('digest'), true, 'whether the server names digest');
    const { records, caughtUp } = await talk.catchUp();
    expect(records.size, 100, 'the number of records');
    const entries = await Promise.all([...records.values()].map(({ key, version, record }) => digestEntry(key, version, record)));
    expect(Buffer.from(await digest(entries)).toString('hex'), Buffer.from(caughtUp.digest!).toString('hex'), 'the digest');
    await talk.end();
  },
};
