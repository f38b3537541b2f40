// Queries over nine records.
import type { MessageInitShape } from '@bufbuild/protobuf';
import { fromValue, toValue, type Native } from 'topgun-client';
import type { Entry } from 'topgun-client/v1/map';
import { CompareOperator, type PredicateSchema, type QueryPosition, type QuerySchema } from 'topgun-client/v1/query';
import { expect, PATIENCE, type Scenario, type World } from './scenarios.js';

type Condition = MessageInitShape<typeof PredicateSchema>;
type Question = MessageInitShape<typeof QuerySchema>;

const path = (...names: string[]) => ({ names });

export function compare(name: string, operator: CompareOperator, native: Native): Condition {
  return { kind: { case: 'compare', value: { path: path(name), operator, value: toValue(native) } } };
}

async function fill(world: World): Promise<void> {
  for (let i = 1; i < 10; i++) {
    await world.put(`r${i}`, { n: BigInt(i), even: i % 2 === 0, name: `name-${i}`, tags: [`t${i}`], more: { i: BigInt(i) } });
  }
}

async function ask(world: World, query: Question): Promise<{ rows: Entry[]; next: QueryPosition | undefined }> {
  const rows: Entry[] = [];
  let next: QueryPosition | undefined;
  for await (const page of world.server.map.query({ map: world.map, query }, PATIENCE)) {
    rows.push(...page.rows);
    next = page.next;
  }
  return { rows, next };
}

async function keys(world: World, query: Question): Promise<string[]> {
  return (await ask(world, query)).rows.map(({ key }) => key);
}

export const queries: { [id: string]: Scenario } = {
  async 'query-where'(world) {
    await fill(world);
    const parts: Condition[] = [
      compare('even', CompareOperator.EQUAL, true),
      { kind: { case: 'anyOf', value: { parts: [compare('n', CompareOperator.GREATER, 4n), { kind: { case: 'prefix', value: { path: path('name'), text: 'name-2' } } }] } } },
    ];
    const conditions: [string, Condition, string[]][] = [
      ['all of and any of', { kind: { case: 'allOf', value: { parts } } }, ['r2', 'r6', 'r8']],
      ['contains', { kind: { case: 'contains', value: { path: path('tags'), value: toValue('t7') } } }, ['r7']],
      ['not exists', { kind: { case: 'not', value: { kind: { case: 'exists', value: path('n') } } } }, []],
      ['one of', { kind: { case: 'oneOf', value: { path: path('n'), values: [toValue(1n), toValue(3)] } } }, ['r1', 'r3']],
    ];
    for (const [what, where, expected] of conditions) expect(await keys(world, { where }), expected, what);
  },
  async 'query-sort'(world) {
    await fill(world);
    const sort = [{ path: path('even'), descending: true }, { path: path('n'), descending: true }];
    expect(await keys(world, { sort }), ['r8', 'r6', 'r4', 'r2', 'r9', 'r7', 'r5', 'r3', 'r1'], 'the order');
  },
  async 'query-pages'(world) {
    await fill(world);
    const pages: string[][] = [];
    let after: QueryPosition | undefined;
    do {
      const { rows, next } = await ask(world, { sort: [{ path: path('n'), descending: true }], limit: 4, ...(after ? { after } : {}) });
      if (pages.push(rows.map(({ key }) => key)) === 1) await world.put('r0', { n: 10n });
      after = next;
    } while (after);
    expect(pages, [['r9', 'r8', 'r7', 'r6'], ['r5', 'r4', 'r3', 'r2'], ['r1']], 'the pages');
  },
  async 'query-fields'(world) {
    await fill(world);
    const { rows } = await ask(world, { where: compare('n', CompareOperator.EQUAL, 1n), fields: [path('n'), path('more', 'i')] });
    const version = (await world.get('r1'))!.version;
    expect(rows.map(row => [row.key, fromValue(row.value!), row.version]), [['r1', { n: 1n, more: { i: 1n } }, version]], 'the rows');
  },
};
