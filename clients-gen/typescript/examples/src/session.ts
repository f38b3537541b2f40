// Keeps a replica in step with the server, over one conversation after the other.
import { Conversation, failure, type Server, type Told } from 'topgun-client';
import { ErrorCode } from 'topgun-client/v1/error';
import { ResetReason } from 'topgun-client/v1/sync';
import { UNKNOWN, type Replica } from './replica.js';

const BATCH_OPS = 100;

/** Runs from start to end. */
export class Session {
  problem = '';
  private isEnded = false;
  private isCaughtUp = false;
  private talk: Conversation | undefined;
  private running = Promise.resolve();
  private sent = new Set<number>();
  private last = new Map<string, bigint>();
  private subscription = 0;
  private notBefore = 0;
  private wake = () => {};

  constructor(private readonly replica: Replica, private readonly connect: () => Server) {}

  /** Whether everything written has its result, and everything committed has come. */
  get isIdle(): boolean {
    return this.isCaughtUp && this.replica.unsettled().length === 0;
  }

  start(): void {
    this.replica.onLogged = () => this.push();
    this.running = this.run();
  }

  async end(): Promise<void> {
    this.isEnded = true;
    this.wake();
    await this.talk?.end();
    await this.running;
  }

  private async run(): Promise<void> {
    for (let wait = 500; !this.isEnded;) {
      const begun = Date.now();
      try {
        this.talk = await Conversation.open(this.connect(), { nodeId: this.replica.node, features: ['digest'], client: 'example' });
        [this.sent, this.last, this.subscription, this.notBefore] = [new Set(), new Map(), 0, 0];
        this.subscribe();
        for (let told; (told = await this.talk.next());) {
          await this.hear(told);
          this.push();
        }
      } catch (error) {
        const { reason, message, retryAfterMs } = failure(error);
        this.problem = `${reason} ${message}`;
        if (Date.now() - begun > 60_000) wait = 500;
        const pause = Math.max(retryAfterMs ?? 0, Math.random() * wait);
        if (!this.isEnded) await new Promise<void>(resolve => { this.wake = resolve; setTimeout(resolve, pause); });
        wait = Math.min(2 * wait, 30_000);
      } finally {
        [this.isCaughtUp, this.talk] = [false, undefined];
      }
    }
  }

  private subscribe(): void {
    const { map, cursor } = this.replica;
    const lowest = new Map(this.replica.unsettled().reverse().map(([, { suffix, op }]) => [suffix, op.number]));
    const writers = [...lowest].map(([suffix, lowestUnsettled]) => ({ writer: this.replica.writer(suffix), lowestUnsettled }));
    void this.talk!.send({ case: 'subscribe', value: { subscriptionId: ++this.subscription, map, writers, ...(cursor ? { cursor } : {}) } });
  }

  /** Sends what may be sent: the ops of the oldest writer that has some without a result, in the order of the log. */
  private push(): void {
    const [first, ...rest] = this.replica.unsettled();
    if (!first || !this.talk || !this.subscription || Date.now() < this.notBefore) return;
    const { suffix } = first[1];
    const batch = [first, ...rest].filter(([, entry]) => entry.suffix === suffix).slice(0, BATCH_OPS).filter(([position]) => !this.sent.has(position));
    if (!batch.length) return;
    this.replica.fix(batch, this.talk.offsetMs);
    for (const [position] of batch) this.sent.add(position);
    const ops = batch.map(([position]) => this.replica.ops.get(position)!);
    this.last.set(suffix, ops.at(-1)!.op.number);
    this.send(suffix, ops[0]!.op.number - 1n, ops[0]!.sent, ops.map(({ op }) => op));
  }

  private send(suffix: string, last: bigint, firstSentMs: number, ops: object[] = []): void {
    const settledThrough = this.replica.settledThrough(suffix, last);
    void this.talk!.send({ case: 'opBatch', value: { map: this.replica.map, writer: this.replica.writer(suffix), settledThrough, firstSentMs: BigInt(firstSentMs), ops } });
  }

  private async hear(told: Told): Promise<void> {
    switch (told.case) {
      case 'opResults': {
        const { writer, results } = told.value;
        for (const result of results) {
          const found = this.replica.unsettled().find(([, { suffix, op }]) => suffix === writer!.suffix && op.number === result.number && op.opId === result.opId);
          if (found) this.replica.settle(found[0], result);
        }
        // Only confirms, so that the server may forget the results.
        if (this.replica.unsettled().every(([, { suffix }]) => suffix !== writer!.suffix)) {
          this.send(writer!.suffix, [this.last.get(writer!.suffix) ?? 0n, results.at(-1)!.number].reduce((a, b) => (a > b ? a : b)), 0);
        }
        break;
      }
      case 'batchStopped': {
        const { writer, error, nextNumber } = told.value;
        const mine = this.replica.unsettled().filter(([, { suffix }]) => suffix === writer!.suffix);
        for (const [position, { op }] of mine) if (op.number >= nextNumber) this.sent.delete(position);
        if (error!.code === ErrorCode.WRITER_CLOSED) this.replica.refuse(mine.map(([position]) => position), UNKNOWN, error!.message);
        this.notBefore = Date.now() + error!.retryAfterMs;
        setTimeout(() => this.push(), error!.retryAfterMs + 1);
        break;
      }
      case 'reset':
        this.replica.beginReset(told.value.reason === ResetReason.LOST_BRANCH);
        break;
      case 'changePage':
        if (told.value.subscriptionId === this.subscription) this.replica.take(told.value);
        break;
      case 'caughtUp': {
        const { subscriptionId, digest } = told.value;
        if (subscriptionId !== this.subscription) break;
        this.isCaughtUp = !digest || Buffer.from(digest).toString('hex') === await this.replica.digest();
        if (this.isCaughtUp) break;
        if (this.subscription > 1) {
          [this.problem, this.isCaughtUp] = ['DIGEST_MISMATCH', true];
          break;
        }
        // Not what the server has: the map comes anew, and only once, whatever the digest says then.
        void this.talk!.send({ case: 'unsubscribe', value: { subscriptionId } });
        this.replica.beginReset(false);
        this.subscribe();
        break;
      }
      case 'subscriptionEnded':
        this.problem = `${ErrorCode[told.value.error!.code]} ${told.value.error!.message}`;
    }
  }
}
