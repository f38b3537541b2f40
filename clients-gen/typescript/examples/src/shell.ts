// A replica to talk to, line by line: shell.js FILE MAP, with TOPGUN_ADDRESS and TOPGUN_TOKEN.
//
// online, offline, put KEY JSON, patch KEY JSON, remove KEY, settle (waits until all is answered and all has come), show, inbox, version, rule CODE
// (gives the map a resolver of that name). Each answers with a line.
import { createInterface } from 'node:readline';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { bearer, connect, type Native } from 'topgun-client';
import { Replica } from './replica.js';
import { Session } from './session.js';

const [, , path, map] = process.argv;
const server = () => connect(createGrpcTransport({ baseUrl: `http://${process.env.TOPGUN_ADDRESS}`, interceptors: [bearer(process.env.TOPGUN_TOKEN!)] }));
const replica = new Replica(path!, map!);
let session: Session | undefined;

for await (const line of createInterface({ input: process.stdin })) {
  const [, command, key, rest] = /^(\w+)(?: (\S+)(?: (.*))?)?$/.exec(line)!;
  let answer = `done ${command}`;
  switch (command) {
    case 'online':
      session = new Session(replica, server);
      session.start();
      break;
    case 'offline': await session!.end(); break;
    case 'settle':
      for (const until = Date.now() + 90_000; !session!.isIdle; await new Promise(resolve => setTimeout(resolve, 10))) {
        if (Date.now() > until) throw new Error(`not settled: ${session!.problem}`);
      }
      break;
    case 'put': replica.put(key!, read(rest!)); break;
    case 'patch': replica.patch(key!, read(rest!) as { [name: string]: Native }); break;
    case 'remove': replica.remove(key!); break;
    case 'show': answer = show(Object.fromEntries(replica.keys().map(shown => [shown, replica.get(shown) as Native]))); break;
    case 'inbox': answer = JSON.stringify(replica.inbox.map(({ key: refused, code, reason }) => [refused, code, reason])); break;
    case 'version': answer = `${replica.cursor!.version}`; break;
    case 'rule': await server().resolvers.registerResolver({ map: map!, resolver: { name: 'rule', rule: { case: 'code', value: `${key} ${rest}` } } }, { timeoutMs: 30_000 });
  }
  console.log(answer);
}
process.exit();

// Whole numbers of JSON are int64.
function read(json: string): Native {
  return JSON.parse(json, (_, value: unknown) => (Number.isSafeInteger(value) ? BigInt(value as number) : value)) as Native;
}

function show(value: Native): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === 'bigint') return Number(part);
    return typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part;
  });
}
