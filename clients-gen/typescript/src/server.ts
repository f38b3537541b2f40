import { createClient, type Client, type Interceptor, type Transport } from '@connectrpc/connect';
import { failure, mayBeRetried } from './failures.js';
import { MapService } from './gen/topgun/v1/map_pb.js';
import { ResolverService } from './gen/topgun/v1/resolver_pb.js';
import { SyncService } from './gen/topgun/v1/sync_pb.js';

const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** How long a write is tried. */
export interface WriteOptions {
  /** For each try, in milliseconds; 10,000 by default. */
  readonly timeoutMs?: number;
  /** For all tries together, in milliseconds; 60,000 by default. */
  readonly patienceMs?: number;
}

interface KeyedRequest {
  idempotencyKey?: string;
  atomic?: boolean;
  writes?: KeyedRequest[];
}

/**
 * Puts the token into every call of a transport: one of its interceptors.
 *
 * @param token The bearer token, or a function that gives the current one for each call.
 */
export function bearer(token: string | (() => string)): Interceptor {
  return next => request => {
    request.header.set('authorization', `Bearer ${typeof token === 'function' ? token() : token}`);
    return next(request);
  };
}

/** The services of a server, over a transport of Connect: createGrpcTransport for Node, createGrpcWebTransport for browsers. */
export function connect(transport: Transport): Server {
  return new Server(transport);
}

/** The contract's services: map, resolvers and sync. */
export class Server {
  readonly map: Client<typeof MapService>;
  readonly resolvers: Client<typeof ResolverService>;
  readonly sync: Client<typeof SyncService>;

  constructor(transport: Transport) {
    this.map = createClient(MapService, transport);
    this.resolvers = createClient(ResolverService, transport);
    this.sync = createClient(SyncService, transport);
  }

  /**
   * Makes a writing call of map, and again while its outcome is not known, under one idempotency key, so it takes effect once.
   *
   * A request that has no idempotency key gets one; so does each write of a batch that is not atomic, whose results may have errors.
   *
   * @param call One of map's that write, such as server.map.put.
   * @throws ConnectError What fails for good, or still fails when patience is over.
   */
  async write<Request, Response>(
    call: (request: Request, options: { timeoutMs: number }) => Promise<Response>,
    request: Request & object,
    { timeoutMs = 10_000, patienceMs = 60_000 }: WriteOptions = {},
  ): Promise<Response> {
    const keyed = withKeys(request as KeyedRequest) as Request;
    const until = Date.now() + patienceMs;
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        return await call(keyed, { timeoutMs });
      } catch (error) {
        const why = failure(error);
        const pause = Math.max(why.retryAfterMs ?? 0, Math.random() * wait);
        if (!mayBeRetried(why) || Date.now() + pause > until) throw error;
        await new Promise(resolve => setTimeout(resolve, pause));
      }
    }
  }
}

function withKeys(request: KeyedRequest): KeyedRequest {
  return request.writes && !request.atomic
    ? { ...request, writes: request.writes.map(withKey) }
    : withKey(request);
}

function withKey(write: KeyedRequest): KeyedRequest {
  return { ...write, idempotencyKey: write.idempotencyKey || newKey() };
}

// Not by randomUUID, which a page has only under https.
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('');
}
