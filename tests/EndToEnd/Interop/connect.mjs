// Talks to the server with Connect for Node, over gRPC and gRPC-Web: argv is the address for HTTP/2, the one for HTTP/1.1, the contract as a
// FileDescriptorSet and a token. Prints a line for each thing that it learns.
import { readFileSync } from 'node:fs';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { converse } from './conversation.mjs';

const [, , grpc, web, contract, token] = process.argv;
const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(contract)));
const ways = {
  grpc: [createGrpcTransport({ baseUrl: grpc }), { duplex: true, streams: true }],
  'web-http1': [createGrpcWebTransport({ baseUrl: web, httpVersion: '1.1' }), { streams: true }],
  'web-http2': [createGrpcWebTransport({ baseUrl: grpc, httpVersion: '2' }), { duplex: true, streams: true }],
};
for (const [name, [transport, can]] of Object.entries(ways)) await converse(name, registry, transport, token, can, line => console.log(line));
process.exit();
