// Talks to the server with Connect for Node, over gRPC and gRPC-Web: argv is the address for HTTP/2, the one for HTTP/1.1, the contract as a
// FileDescriptorSet and a token. Prints a line for each thing that it learns.
import { readFileSync } from 'node:fs';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';

const [, , grpc, web, contract, token] = process.argv;
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(contract)));
const headers = { authorization: `Bearer ${token}` };

async function refusal(call) {
  try {
    await call();
    return 'nothing';
  } catch (error) {
    return ConnectError.from(error);
  }
}

async function tell(name, transport) {
  const resolvers = createClient(registry.getService('topgun.v1.ResolverService'), transport);
  const sync = createClient(registry.getService('topgun.v1.SyncService'), transport);

  console.log(`${name} lists ${(await resolvers.listResolvers({ map: 'notes' }, { headers })).resolvers.length} resolvers`);

  let session = '';
  const ending = new AbortController();
  const opened = sync.openSession({}, { headers, signal: ending.signal })[Symbol.asyncIterator]();
  session = (await opened.next()).value.sessionToken;
  const hello = { kind: { case: 'hello', value: { minVersion: 1, maxVersion: 1, nodeId: `connect-${name}`, client: 'connect' } } };
  await sync.sendFrames({ sessionToken: session, firstNumber: 1n, frames: [hello] }, { headers });
  const welcome = (await opened.next()).value.frame.kind;
  console.log(`${name} ${welcome.case} ${welcome.value.subject}`);
  ending.abort();

  const stranger = await refusal(() => resolvers.listResolvers({ map: 'notes' }));
  console.log(`${name} without a token ${Code[stranger.code]} ${stranger.details.map(detail => detail.type).join()}`);

  const late = await refusal(async () => {
    for await (const _ of sync.openSession({}, { headers, timeoutMs: 300 }));
  });
  console.log(`${name} deadline ${Code[late.code]}`);
}

await tell('grpc', createGrpcTransport({ baseUrl: grpc }));
await tell('web-http1', createGrpcWebTransport({ baseUrl: web, httpVersion: '1.1' }));
await tell('web-http2', createGrpcWebTransport({ baseUrl: grpc, httpVersion: '2' }));
process.exit();
