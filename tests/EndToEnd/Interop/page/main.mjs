// The page: talks to the server from a browser, and leaves a line for each thing that it learns in the document. Where the server is, its
// contract and a token stand in the address of the page.
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { converse } from '../conversation.mjs';

const asked = new URLSearchParams(location.hash.slice(1));
const lines = document.querySelector('#lines');
const print = line => lines.append(`${line}\n`);
try {
  const contract = Uint8Array.from(atob(asked.get('contract')), character => character.charCodeAt(0));
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, contract));

  // By HTTP/1.1, which is what cleartext gives to a page, a browser has six connections for a server and each takes one call at a time.
  const can = { streams: asked.get('server').startsWith('https:') };
  await converse('browser', registry, createGrpcWebTransport({ baseUrl: asked.get('server') }), asked.get('token'), can, print);
} catch (error) {
  print(`failed ${error}`);
}
document.title = 'done';
