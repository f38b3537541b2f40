// The conversation of a replica, frame by frame: over one stream, or by calls where the transport has no stream in both directions.
import { randomBytes } from 'node:crypto';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { Conversation, digest, digestEntry, fieldsOf, recordValue, type Native, type Told } from 'topgun-client';
import { OpResultCode, WriteBase, type Op, type Writer } from 'topgun-client/v1/op';
import { OpSchema, WriterSchema, WriteSchema } from 'topgun-client/v1/op';
import type { CaughtUp, ChangedRecord, Welcome } from 'topgun-client/v1/sync';
import { expect, isWeb, type Scenario, type World } from './scenarios.js';

type Taken<Case> = Extract<Told, { case: Case }>['value'];

/** A conversation that is subscribed to a map, frame by frame. */
export class Talk {
  private readonly writer: Writer;
  private number = 0n;

  private constructor(private readonly talk: Conversation, nodeId: string) {
    this.writer = create(WriterSchema, { nodeId, suffix: randomBytes(6).toString('hex') });
  }

  static async begin({ map, server }: World, features: string[]): Promise<Talk> {
    const nodeId = `typescript-${randomBytes(8).toString('hex')}`;
    const talk = await Conversation.open(server, { nodeId, features, client: 'conformance', way: isWeb ? 'calls' : 'stream' });
    await talk.send({ case: 'subscribe', value: { subscriptionId: 1, map } });
    return new Talk(talk, nodeId);
  }

  get welcome(): Welcome {
    return this.talk.welcome;
  }

  /** The results of what was sent; pages that come before are passed over. */
  async results(): Promise<Taken<'opResults'>> {
    for (;;) {
      const told = await this.next();
      if (told.case === 'opResults') return told.value;
    }
  }

  /** The next frame, which must be of this kind. */
  async take<Case extends Told['case']>(wanted: Case): Promise<Taken<Case>> {
    const told = await this.next();
    expect(told.case, wanted, 'the kind of the frame');
    return told.value as Taken<Case>;
  }

  /** Takes the pages to the head: the records by key, and the CaughtUp. */
  async catchUp(): Promise<{ records: Map<string, ChangedRecord>; caughtUp: CaughtUp }> {
    const records = new Map<string, ChangedRecord>();
    for (;;) {
      const kind = await this.next();
      if (kind.case === 'caughtUp') return { records, caughtUp: kind.value };
      expect(kind.case, 'changePage', 'the kind of the frame');
      for (const record of (kind.value as Taken<'changePage'>).records) records.set(record.key, record);
    }
  }

  /** Sends the next op, which replaces an absent key. */
  replace(map: string, key: string, native: { [name: string]: Native }): Promise<{ writer: Writer; op: Op }> {
    return this.write(map, { key, base: WriteBase.ABSENT, kind: { case: 'replace', value: fieldsOf(native) } });
  }

  /** Sends the next op; the first is op 1. */
  async write(map: string, write: MessageInitShape<typeof WriteSchema>): Promise<{ writer: Writer; op: Op }> {
    const { writer } = this;
    const op = create(OpSchema, {
      number: ++this.number,
      opId: randomBytes(8).readBigUInt64LE(),
      millis: BigInt(Date.now()),
      kind: { case: 'write', value: write },
    });
    await this.talk.send({ case: 'opBatch', value: { map, writer, firstSentMs: op.millis, ops: [op] } });
    return { writer, op };
  }

  /** Ends the client's side; anything but OK throws. */
  async end(): Promise<void> {
    await this.talk.end();
    while (await this.talk.next());
  }

  private async next(): Promise<Told> {
    const told = await this.talk.next();
    if (!told) throw new Error('the conversation ended by itself');
    return told;
  }
}

export const sync: { [id: string]: Scenario } = {
  async 'sync-op'(world) {
    const talk = await Talk.begin(world, []);
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
    const talk = await Talk.begin(world, ['digest']);
    expect(talk.welcome.features.includes('digest'), true, 'whether the server names digest');
    const { records, caughtUp } = await talk.catchUp();
    expect(records.size, 100, 'the number of records');
    const entries = await Promise.all([...records.values()].map(({ key, version, record }) => digestEntry(key, version, record)));
    expect(Buffer.from(await digest(entries)).toString('hex'), Buffer.from(caughtUp.digest!).toString('hex'), 'the digest');
    await talk.end();
  },
};
