// Digests of maps, as docs/PROTOCOL.md defines them. By WebCrypto, which Node and pages have; it answers later.

const LEAF = 64;
const DEPTH = 16;

/** A live record in a digest: its path of 16 nibbles, its key's bytes, and the digest of key, version and record. */
export interface DigestEntry {
  readonly path: Uint8Array;
  readonly key: Uint8Array;
  readonly digest: Uint8Array;
}

/** Of a key, the version of its last change, and the record's bytes as received. */
export async function digestEntry(key: string, version: bigint, record: Uint8Array): Promise<DigestEntry> {
  const utf8 = new TextEncoder().encode(key);
  const numbers = new DataView(new ArrayBuffer(12));
  numbers.setUint32(0, utf8.length);
  numbers.setBigUint64(4, version);
  const [length, rest] = [new Uint8Array(numbers.buffer, 0, 4), new Uint8Array(numbers.buffer, 4, 8)];
  const path = (await sha256(utf8)).subarray(0, DEPTH / 2);
  return { path: Uint8Array.from({ length: DEPTH }, (_, i) => (i % 2 ? path[i >> 1]! & 15 : path[i >> 1]! >> 4)), key: utf8, digest: await sha256(length, utf8, rest, record) };
}

/** The digest of what stands below a prefix, of one byte per nibble; without one, of the map. Entries are of live records only. */
export async function digest(entries: Iterable<DigestEntry>, prefix: Uint8Array = new Uint8Array()): Promise<Uint8Array> {
  const below = [...entries].filter(({ path }) => prefix.every((nibble, i) => path[i] === nibble));
  return digestSorted(below.sort((a, b) => compareBytes(a.key, b.key)), prefix);
}

async function digestSorted(below: DigestEntry[], prefix: Uint8Array): Promise<Uint8Array> {
  if (below.length === 0) return new Uint8Array(32);
  const head = Uint8Array.of(prefix.length, ...prefix);
  if (below.length <= LEAF || prefix.length === DEPTH) return sha256(Uint8Array.of(0), head, ...below.map(entry => entry.digest));
  const children = Array.from({ length: 16 }, (_, n) => below.filter(({ path }) => path[prefix.length] === n));
  return sha256(Uint8Array.of(1), head, ...(await Promise.all(children.map((child, n) => digestSorted(child, Uint8Array.of(...prefix, n))))));
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const common = Math.min(a.length, b.length);
  for (let i = 0; i < common; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

async function sha256(...parts: Uint8Array[]): Promise<Uint8Array> {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
}
