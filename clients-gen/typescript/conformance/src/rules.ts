// Conflict resolvers, and what they refuse.
import { Code } from '@connectrpc/connect';
import { OpResultCode } from 'topgun-client/v1/op';
import { expect, PATIENCE, refusal, type Scenario, type World } from './scenarios.js';
import { Talk } from './sync.js';

const NO_MINUS = `if (context.remoteValue !== undefined && context.remoteValue.n < 0) return { action: 'reject', reason: 'below zero' };
return { action: 'accept', value: context.remoteValue };`;

function register({ map, server }: World, name: string, code: string) {
  return server.resolvers.registerResolver({ map, resolver: { name, rule: { case: 'code', value: code } } }, PATIENCE);
}

export const rules: { [id: string]: Scenario } = {
  async 'resolver-rejects'(world) {
    const { map, server: { resolvers } } = world;
    expect((await register(world, 'no-minus', NO_MINUS)).claims, 1, 'the claims');
    expect((await resolvers.listResolvers({ map }, PATIENCE)).resolvers.map(({ resolver }) => resolver!.name), ['no-minus'], 'the list');
    await world.put('k', { n: 1n });
    const refused = await refusal(() => world.put('k', { n: -1n }), Code.FailedPrecondition, 'OP_RESULT_CODE_MERGE_REJECTED');
    expect(refused.metadata['resolver'], 'no-minus', 'the resolver of the refusal');
    expect(refused.message.includes('below zero'), true, `whether '${refused.message}' has the reason`);
    expect(await world.value('k'), { n: 1n }, 'the record');
    expect((await resolvers.unregisterResolver({ map, name: 'no-minus' }, PATIENCE)).claims, 0, 'the claims left');
    await world.put('k', { n: -1n });
    expect(await world.value('k'), { n: -1n }, 'the record');
  },
  async 'resolver-watch'(world) {
    const { map } = world;
    await register(world, 'no-minus', NO_MINUS);
    const ending = new AbortController();
    let begun!: () => void;
    const hasBegun = new Promise<void>(resolve => { begun = resolve; });
    const watch = world.server.resolvers.watchRejections({ map }, { ...PATIENCE, signal: ending.signal, onHeader: begun })[Symbol.asyncIterator]();
    const next = watch.next();
    await hasBegun;
    const talk = await Talk.begin(world, []);
    await talk.catchUp();
    await talk.replace(map, 'k', { n: -1n });
    const { results: [result] } = await talk.take('opResults');
    expect([result!.code, result!.reason, result!.resolver], [OpResultCode.MERGE_REJECTED, 'below zero', 'no-minus'], 'the result');
    await talk.end();
    const { rejection } = (await next).value!;
    expect([rejection.map, rejection.key, rejection.number, rejection.reason, rejection.resolver], [map, 'k', 1n, 'below zero', 'no-minus'], 'the rejection');
    ending.abort();
  },
  async 'resolver-invalid'(world) {
    const refused = await refusal(() => register(world, 'broken', 'return {;'), Code.InvalidArgument, 'ERROR_CODE_INVALID_RESOLVER');
    expect(refused.metadata['line'], '1', 'the line');
  },
};
