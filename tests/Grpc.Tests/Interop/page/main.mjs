// The page: plays the cases from a browser, and leaves a line for each in the document. Where the server is, and its contract, stand in
// the address of the page.
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { cases, run } from '../cases-shared.mjs';

const asked = new URLSearchParams(location.search);
const bytes = Uint8Array.from(atob(asked.get('contract')), character => character.charCodeAt(0));
const service = createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes)).getService('grpc.testing.TestService');
const client = createClient(service, createGrpcWebTransport({ baseUrl: asked.get('server') }));
const lines = await run('browser', client, cases);
document.querySelector('#lines').textContent = lines.join('\n');
document.title = 'done';
