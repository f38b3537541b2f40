import type { HlcTimestamp } from './gen/topgun/v1/hlc_pb.js';

/** Orders timestamps, as Array.sort wants it: by millis, then counter, then node id, which is ASCII. */
export function compareStamps(a: HlcTimestamp, b: HlcTimestamp): number {
  return order(a.millis, b.millis) || order(a.counter, b.counter) || order(a.nodeId, b.nodeId);
}

function order<T extends bigint | number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
