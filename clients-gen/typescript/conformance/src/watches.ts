// Watches that go on from a cursor.
import { connect, fromValue } from 'topgun-client';
import type { WatchEvent, WatchResponse } from 'topgun-client/v1/map';
import { CompareOperator } from 'topgun-client/v1/query';
import type { Cursor } from 'topgun-client/v1/sync';
import { compare } from './queries.js';
import { expect, PATIENCE, tokens, transport, type Scenario } from './scenarios.js';

function told({ kind }: WatchEvent): unknown[] {
  return kind.case === 'put' ? ['put', kind.value.key, fromValue(kind.value.value!)] : ['gone', kind.value];
}

/** A watch, taken response by response. */
class Watch {
  private readonly responses: AsyncIterator<WatchResponse>;
  private readonly ending = new AbortController();

  constructor(call: (options: { signal: AbortSignal; timeoutMs: number }) => AsyncIterable<WatchResponse>) {
    this.responses = call({ signal: this.ending.signal, ...PATIENCE })[Symbol.asyncIterator]();
  }

  /** What is told until everything committed was, and the last cursor. */
  async untilCaughtUp(): Promise<{ events: unknown[][]; cursor: Cursor }> {
    const events: unknown[][] = [];
    for (;;) {
      const response = await this.take();
      events.push(...response.events.map(told));
      if (response.caughtUp) return { events, cursor: response.cursor! };
    }
  }

  /** The events of the next response that has some. */
  async next(): Promise<unknown[][]> {
    for (;;) {
      const { events } = await this.take();
      if (events.length) return events.map(told);
    }
  }

  end(): void {
    this.ending.abort();
  }

  private async take(): Promise<WatchResponse> {
    const { done, value } = await this.responses.next();
    if (done) throw new Error('the watch ended by itself');
    return value;
  }
}

export const watches: { [id: string]: Scenario } = {
  async 'watch-resume'(world) {
    const { map } = world;
    await world.put('a', { n: 0n });
    const first = new Watch(options => connect(transport(tokens.writer)).map.watch({ map }, options));
    const { events, cursor } = await first.untilCaughtUp();
    expect(events, [['put', 'a', { n: 0n }]], 'what the first watch told');
    first.end();
    await world.put('b', { n: 1n });
    await world.patch('a', { n: 1n });
    await world.patch('a', { n: 2n });
    await world.put('c', { n: 3n });
    await world.remove('c');
    const second = new Watch(options => connect(transport(tokens.writer)).map.watch({ map, cursor }, options));
    const rest = (await second.untilCaughtUp()).events.sort((a, b) => (`${a[0]}${a[1]}` < `${b[0]}${b[1]}` ? -1 : 1));
    expect(rest, [['gone', 'c'], ['put', 'a', { n: 2n }], ['put', 'b', { n: 1n }]], 'what the second watch told');
    await world.put('d', { n: 4n });
    expect(await second.next(), [['put', 'd', { n: 4n }]], 'what came then');
    second.end();
  },
  async 'watch-where'(world) {
    const where = compare('done', CompareOperator.EQUAL, false);
    const watch = new Watch(options => world.server.map.watch({ map: world.map, where }, options));
    expect((await watch.untilCaughtUp()).events, [], 'what was there');
    await world.put('never', { done: true });
    await world.put('x', { done: false });
    expect(await watch.next(), [['put', 'x', { done: false }]], 'what matched');
    await world.patch('x', { done: true });
    expect(await watch.next(), [['gone', 'x']], 'what no longer matched');
    watch.end();
  },
};
