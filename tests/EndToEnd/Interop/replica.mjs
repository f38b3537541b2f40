// A replica in another language that knows nothing but proto/: reads a map, patches a record that is there, and writes one of its own.
// Arguments: the server's authority, the folder of the contract, a token, the map, the key to patch.
// Prints a line for each step; ends with 0 when all went well.
import { randomBytes } from 'node:crypto';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

const [, , authority, protos, token, map, theirs] = process.argv;
const definition = loader.loadSync('topgun/v1/sync.proto', { includeDirs: [protos], keepCase: true, longs: String, enums: String, oneofs: true });
const recordType = loader.loadSync('topgun/v1/record.proto', { includeDirs: [protos], keepCase: true, longs: String, enums: String, oneofs: true })['topgun.v1.Record'];
const { SyncService } = grpc.loadPackageDefinition(definition).topgun.v1;

const metadata = new grpc.Metadata();
metadata.set('authorization', `Bearer ${token}`);
const client = new SyncService(authority, grpc.credentials.createInsecure());
const stream = client.Sync(metadata);
const writer = { node_id: 'foreign', suffix: randomBytes(6).toString('hex') };

const plain = value => (value.kind === 'object_value'
  ? Object.fromEntries(Object.entries(value.object_value.fields).map(([name, field]) => [name, plain(field)]))
  : value[value.kind]);

const show = ({ key, version, record }) => {
  const { root_kind, registers } = recordType.deserialize(record);
  const fields = (registers ?? []).filter(register => register.value).map(({ field, value }) => [field, plain(value)]);
  console.log(`record ${key} ${version} ${root_kind} ${JSON.stringify(Object.fromEntries(fields.sort()))}`);
};

const send = frame => stream.write({ frame });
const now = Date.now();
const op = (number, write) => ({ number, op_id: randomBytes(8).readBigUInt64LE().toString(), millis: `${now}`, counter: number, write });
const ops = [
  op(1, { key: theirs, base: 'WRITE_BASE_LIVE', patch: { set: { note: { string_value: 'from Node, ☕' } } } }),
  op(2, {
    key: 'from-node',
    base: 'WRITE_BASE_ABSENT',
    replace: { fields: { title: { string_value: 'Oat milk' }, count: { int64_value: '9007199254740993' }, bytes: { bytes_value: Buffer.from([0, 255]) } } },
  }),
];

let isCaughtUp = false;
const handlers = {
  welcome({ version, subject }) {
    console.log(`welcome ${version} ${subject}`);
    send({ subscribe: { subscription_id: 1, map } });
  },
  change_page({ records }) {
    (records ?? []).forEach(show);
    if (isCaughtUp && records?.some(record => record.key === 'from-node')) stream.end();
  },
  caught_up() {
    isCaughtUp = true;
    console.log('caught up');
    send({ op_batch: { map, writer, settled_through: '0', first_sent_ms: `${now}`, ops } });
  },
  op_results({ results }) {
    for (const { number, code, version, op_id } of results) console.log(`result ${number} ${code} ${version} ${op_id === ops[number - 1].op_id}`);
  },
};

stream.on('data', ({ frame }) => (handlers[frame.kind] ?? (() => console.log(`unexpected ${frame.kind}`)))(frame[frame.kind]));
stream.on('error', error => console.log(`error ${error.code} ${error.details}`));
stream.on('status', status => {
  console.log(`status ${status.code}`);
  client.close();
  process.exitCode = status.code;
});

send({ hello: { min_version: 1, max_version: 1, node_id: 'foreign', client: 'foreign-replica' } });
