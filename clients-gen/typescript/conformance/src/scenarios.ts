// What all scenarios share: where the server is, what they expect, and the line that each prints.
import { deepStrictEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import type { Code, Transport } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { ABSENT, bearer, connect, failure, fieldsOf, fromValue, toValue, type Failure, type Native, type Server } from 'topgun-client';
import type { Entry } from 'topgun-client/v1/map';

/** What a call may take. */
export const PATIENCE = { timeoutMs: 60_000 };
export const isWeb = process.argv[2] === 'web';
export const tokens = { writer: variable('TOKEN'), other: variable('OTHER_TOKEN'), reader: variable('READER_TOKEN'), expired: variable('EXPIRED_TOKEN') };

export type Scenario = (world: World) => Promise<void> | void;

function variable(name: string): string {
  const value = process.env[`CONFORMANCE_${name}`];
  if (!value) throw new Error(`CONFORMANCE_${name} is not set; see tests/Conformance/SCENARIOS.md.`);
  return value;
}

/** A way to the server that shares no connection with another. */
export function transport(token?: string, lossy = false): Transport {
  const interceptors = token === undefined ? [] : [bearer(token)];
  const address = lossy ? `http://${variable(isWeb ? 'LOSSY_WEB_ADDRESS' : 'LOSSY_ADDRESS')}` : undefined;
  return isWeb
    ? createGrpcWebTransport({ baseUrl: address ?? variable('WEB_ADDRESS'), interceptors })
    : createGrpcTransport({ baseUrl: address ?? `http://${variable('ADDRESS')}`, interceptors });
}

/** A file of the kit or of the contract's vectors. */
export function text(name: string): string {
  return readFileSync(join(variable('DATA'), name), 'utf8');
}

/** Fails the scenario where two things are not the same. */
export function expect(actual: unknown, expected: unknown, what: string): void {
  try {
    deepStrictEqual(actual, expected);
  } catch {
    throw new Error(`${what} is ${show(actual)}; ${show(expected)} was expected`);
  }
}

function show(thing: unknown): string {
  return inspect(thing, { depth: 6, breakLength: Infinity }).slice(0, 300);
}

/** Makes a call that must fail, and returns what it says. */
export async function refusal(call: () => Promise<unknown>, code: Code, reason: string): Promise<Failure> {
  try {
    await call();
  } catch (error) {
    const why = failure(error);
    expect([why.code, why.reason], [code, reason], 'the refusal');
    return why;
  }
  throw new Error(`nothing was refused; ${reason} was expected`);
}

/** A map of a scenario's own, and a server to reach it at. */
export class World {
  readonly map: string;

  constructor(scenario: string, readonly server: Server) {
    this.map = variable('MAPS') + scenario;
  }

  put(key: string, native: Native, more: { ttlMs?: bigint; idempotencyKey?: string } = {}) {
    return this.server.map.put({ map: this.map, key, value: toValue(native), ...more }, PATIENCE);
  }

  patch(key: string, set: { [name: string]: Native }, erase: string[] = [], more: { mustExist?: boolean } = {}) {
    return this.server.map.patch({ map: this.map, key, patch: { set: fieldsOf(set).fields, erase }, ...more }, PATIENCE);
  }

  remove(key: string) {
    return this.server.map.remove({ map: this.map, key }, PATIENCE);
  }

  async get(key: string, more: { fields?: { names: string[] }[] } = {}): Promise<Entry | undefined> {
    return (await this.server.map.get({ map: this.map, key, ...more }, PATIENCE)).entry;
  }

  /** The native value, or ABSENT. */
  async value(key: string, more: { fields?: { names: string[] }[] } = {}): Promise<Native | typeof ABSENT> {
    const entry = await this.get(key, more);
    return entry ? fromValue(entry.value!) : ABSENT;
  }
}

/** Runs scenarios, each with a World of its own. */
export async function run(scenarios: { [id: string]: Scenario }): Promise<void> {
  const only = (process.env.CONFORMANCE_ONLY ?? '').split(',').filter(Boolean);
  const server = connect(transport(tokens.writer));
  for (const [id, scenario] of Object.entries(scenarios)) {
    if (only.length && !only.includes(id)) continue;
    try {
      await scenario(new World(id, server));
      console.log(`PASS ${id}`);
    } catch (error) {
      // One that fails must not keep the others from running.
      console.error(id, error);
      console.log(`FAIL ${id} ${String(error).replaceAll(/\s+/g, ' ')}`);
    }
  }
}
