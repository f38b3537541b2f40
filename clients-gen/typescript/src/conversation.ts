import type { MessageInitShape } from '@bufbuild/protobuf';
import type { ClientFrameSchema, ServerFrame, Welcome } from './gen/topgun/v1/sync_pb.js';
import type { Server } from './server.js';

/** What a client says: a frame's kind. */
export type Say = NonNullable<MessageInitShape<typeof ClientFrameSchema>['kind']>;

/** What the server says: a frame's kind. */
export type Told = Exclude<ServerFrame['kind'], { case: undefined }>;

/** How a conversation begins. */
export interface ConversationOptions {
  /** Names the replica for its life. */
  readonly nodeId: string;
  readonly features?: string[];
  /** Name and version of the program, for the server's log. */
  readonly client?: string;
  /** Over one stream; or by calls, where the transport has no stream in both directions, as in a browser. */
  readonly way?: 'stream' | 'calls';
}

const GREETING_MS = 10_000;

/** The conversation of a replica with the server: the greeting, the frames, and the heartbeat. */
export class Conversation {
  /** The server's time less this device's, in milliseconds. */
  readonly offsetMs: number;
  private heard = Date.now();
  private readonly beating: ReturnType<typeof setInterval>;

  private constructor(private readonly way: Way, private readonly told: AsyncIterator<Told>, readonly welcome: Welcome) {
    this.offsetMs = Number(welcome.serverTimeMs) - Date.now();
    this.beating = setInterval(() => {
      if (Date.now() - this.heard > 3 * welcome.heartbeatMs) way.abort();
      else void Promise.resolve(this.send({ case: 'ping', value: { nonce: 1n } })).catch(() => way.abort());
    }, welcome.heartbeatMs / 2);
  }

  /**
   * Greets the server.
   *
   * @throws ConnectError The server refuses, or is not reached.
   */
  static async open(server: Server, { nodeId, features = [], client = '', way = 'stream' }: ConversationOptions): Promise<Conversation> {
    const chosen = way === 'stream' ? overStream(server) : await byCalls(server);
    const silence = setTimeout(() => chosen.abort(), GREETING_MS);
    try {
      await chosen.send({ case: 'hello', value: { minVersion: 1, maxVersion: 1, nodeId, features, client } });
      const { done, value } = await chosen.told.next();
      if (done || value.case !== 'welcome') throw new Error('The server did not welcome us.');
      return new Conversation(chosen, chosen.told, value.value);
    } finally {
      clearTimeout(silence);
    }
  }

  send(say: Say): Promise<void> | void {
    return this.way.send(say);
  }

  /** What the server says next; undefined when it has ended the conversation. Throws what it failed with. */
  async next(): Promise<Told | undefined> {
    try {
      for (;;) {
        const { done, value } = await this.told.next();
        this.heard = Date.now();
        if (done) break;
        if (value.case !== 'pong') return value;
      }
    } catch (error) {
      this.stop();
      throw error;
    }
    this.stop();
    return undefined;
  }

  /** Ends the client's side; the server answers what it took. */
  end(): Promise<void> | void {
    return this.way.end();
  }

  /** Breaks it off. */
  abort(): void {
    this.stop();
    this.way.abort();
  }

  private stop(): void {
    clearInterval(this.beating);
  }
}

interface Way {
  readonly told: AsyncIterator<Told>;
  send(say: Say): Promise<void> | void;
  end(): Promise<void> | void;
  abort(): void;
}

function overStream(server: Server): Way {
  const waiting: (Say | undefined)[] = [];
  const ending = new AbortController();
  let wake = () => {};
  async function* saying() {
    for (;;) {
      if (!waiting.length) await new Promise<void>(resolve => { wake = resolve; });
      const kind = waiting.shift();
      if (!kind) return;
      yield { frame: { kind } };
    }
  }
  async function* told() {
    for await (const { frame } of server.sync.sync(saying(), { signal: ending.signal })) if (frame?.kind.case) yield frame.kind;
  }
  const send = (say?: Say) => { waiting.push(say); wake(); };
  return { told: told(), send, end: () => send(), abort: () => ending.abort() };
}

// Each call takes the frames that wait; the next one begins when the last has its answer, so that they stay in order.
async function byCalls(server: Server): Promise<Way> {
  const ending = new AbortController();
  const responses = server.sync.openSession({}, { signal: ending.signal })[Symbol.asyncIterator]();
  const { value: opened } = await responses.next();
  const sessionToken: string = opened!.sessionToken;
  let [sent, receivedThrough] = [0n, 0n];
  let sending = Promise.resolve();
  async function* told() {
    for (;;) {
      const { done, value } = await responses.next();
      if (done) return;
      receivedThrough = value.number;
      if (value.frame?.kind.case) yield value.frame.kind;
    }
  }
  const call = (says: Say[], isLast: boolean) => {
    const firstNumber = says.length ? sent + 1n : 0n;
    sent += BigInt(says.length);
    sending = sending.then(async () => {
      await server.sync.sendFrames({ sessionToken, firstNumber, frames: says.map(kind => ({ kind })), receivedThrough, isLast }, { signal: ending.signal });
    });
    return sending;
  };
  return { told: told(), send: say => call([say], false), end: () => call([], true), abort: () => ending.abort() };
}
