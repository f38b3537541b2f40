// Plays the cases that every foreign client plays with Connect for Node: argv is the address for HTTP/2, the one for HTTP/1.1, and
// the contract as a FileDescriptorSet. Prints "ok <transport> <case>" or "failed <transport> <case>: <why>" for each.
import { readFileSync } from 'node:fs';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createClient } from '@connectrpc/connect';
import { createGrpcTransport, createGrpcWebTransport, compressionGzip } from '@connectrpc/connect-node';
import { cases, duplexCases, manyCases, run } from './cases-shared.mjs';

const [, , grpc, web, contract] = process.argv;
const service = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(contract))).getService('grpc.testing.TestService');
const gzip = { acceptCompression: [compressionGzip], sendCompression: compressionGzip };

const halfDuplex = { ...cases, ...manyCases };
const everything = { ...halfDuplex, ...duplexCases };

const transports = {
  grpc: [createGrpcTransport({ baseUrl: grpc }), everything],
  grpcGzip: [createGrpcTransport({ baseUrl: grpc, ...gzip }), everything],
  webHttp1: [createGrpcWebTransport({ baseUrl: web, httpVersion: '1.1' }), halfDuplex],
  webHttp2: [createGrpcWebTransport({ baseUrl: grpc, httpVersion: '2' }), everything],
  webHttp1Gzip: [createGrpcWebTransport({ baseUrl: web, httpVersion: '1.1', ...gzip }), halfDuplex],
};

for (const [name, [transport, mine]] of Object.entries(transports)) {
  for (const line of await run(name, createClient(service, transport), mine)) console.log(line);
}

process.exit();
