// Asks a server what any tool may ask, and uses its maps, with the implementation of gRPC for Node: argv is its address, the folder of its contract, a
// token, and where it speaks TLS a file with whom to trust. Prints a line for each thing that it learns. (replica.mjs holds a conversation.)
import { readFileSync } from 'node:fs';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const STREAMS = 100;
const [, , authority, protos, token, trusted] = process.argv;
const files = ['topgun/v1/sync.proto', 'topgun/v1/resolver.proto', 'topgun/v1/map.proto'];
const definition = loader.loadSync(files, { includeDirs: [protos], keepCase: true, longs: Number, enums: String, oneofs: true });
const { SyncService, ResolverService, MapService } = grpc.loadPackageDefinition(definition).topgun.v1;
const credentials = trusted ? grpc.credentials.createSsl(readFileSync(trusted)) : grpc.credentials.createInsecure();
const [sync, resolvers, maps] = [SyncService, ResolverService, MapService].map(service => new service(authority, credentials));

const as = bearer => {
  const metadata = new grpc.Metadata();
  if (bearer) metadata.set('authorization', `Bearer ${bearer}`);
  return metadata;
};
const ask = (client, method, request, metadata = as(token)) => new Promise((resolve, reject) => {
  client[method](request, metadata, (error, response) => (error ? reject(error) : resolve(response)));
});
const all = stream => new Promise((resolve, reject) => {
  const responses = [];
  stream.on('data', response => responses.push(response)).on('error', reject).on('end', () => resolve(responses));
});
const refusal = async promise => {
  try {
    await promise;
    return 'nothing';
  } catch ({ code, metadata }) {
    const details = metadata.get('grpc-status-details-bin')[0]?.toString('latin1') ?? '';
    return `${grpc.status[code]} ${details.includes('google.rpc.ErrorInfo')} ${details.match(/ERROR_CODE_[A-Z_]+/)}`;
  }
};

for (const [who, wrong] of [['without a token', null], ['with a forged token', `${token.slice(0, -6)}AAAAAA`]]) {
  console.log(who, await refusal(all(sync.Sync(as(wrong)))));
  console.log(who, await refusal(ask(resolvers, 'ListResolvers', { map: 'notes' }, as(wrong))));
}
console.log('lists', (await ask(resolvers, 'ListResolvers', { map: 'notes' })).resolvers?.length ?? 0, 'resolvers');
const broken = { map: 'notes', resolver: { name: 'broken', code: 'return {' } };
console.log('with broken code', await refusal(ask(resolvers, 'RegisterResolver', broken)));

// Messages of three megabytes.
console.log('put', (await ask(maps, 'Put', { map: 'kept', key: 'tea', value: { string_value: 'green ☕' } })).version);
console.log('get', (await ask(maps, 'Get', { map: 'kept', key: 'tea' })).entry.value.string_value);
const writes = ['a', 'b', 'c'].map(key => ({ key, put: { string_value: key.repeat(1_000_000) } }));
console.log('batch', ...(await ask(maps, 'Batch', { map: 'kept', writes })).results.map(result => result.version));
const pages = await all(maps.Query({ map: 'kept' }, as(token)));
console.log('query', pages.flatMap(page => page.rows).reduce((sum, { value }) => sum + value.string_value.length, 0));

// A hundred streams at once: none ends before it has seen what is written when the last has begun.
let quiet = STREAMS;
let begin;
const begun = new Promise(resolve => (begin = resolve));
const watches = Array.from({ length: STREAMS }, () => new Promise(resolve => {
  const stream = maps.Watch({ map: 'watched', changes_only: true }, as(token));
  stream.on('error', () => resolve(0));
  stream.on('data', ({ events, caught_up }) => {
    if (events?.some(({ put }) => put?.key === 'signal')) {
      resolve(1);
      stream.cancel();
    } else if (caught_up && --quiet === 0) {
      begin();
    }
  });
}));
await begun;
await ask(maps, 'Put', { map: 'watched', key: 'signal', value: { bool_value: true } });
console.log((await Promise.all(watches)).reduce((seen, one) => seen + one), 'streams saw the signal');

console.log('deadline', await refusal(all(maps.Watch({ map: 'kept' }, as(token), { deadline: Date.now() + 300 }))));
const given = maps.Watch({ map: 'kept' }, as(token));
given.once('data', () => given.cancel());
console.log('cancel', await refusal(all(given)));
process.exit();
