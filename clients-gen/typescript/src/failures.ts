import { fromBinary } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { ErrorInfoDetailSchema, RetryInfoDetailSchema } from './gen/topgun/v1/status_pb.js';

/** Why a call failed, for programs to decide by. */
export interface Failure {
  /** The status code of the call. */
  readonly code: Code;
  /** The name of an ErrorCode or, where a write was refused, of an OpResultCode; empty where the server said nothing, as when it is not reached. */
  readonly reason: string;
  /** For people. */
  readonly message: string;
  /** Details; the contract says which for each code. */
  readonly metadata: Readonly<Record<string, string>>;
  /** How long to wait, in milliseconds, where waiting helps. */
  readonly retryAfterMs?: number;
}

/** What a thrown error says; anything that is no failure of a call has the code Unknown. */
export function failure(error: unknown): Failure {
  const { code, rawMessage, details } = ConnectError.from(error);
  let reason = '';
  let metadata: Record<string, string> = {};
  let retryAfterMs: number | undefined;
  for (const detail of details) {
    if (!('type' in detail)) continue;
    if (detail.type === 'google.rpc.ErrorInfo') ({ reason, metadata } = fromBinary(ErrorInfoDetailSchema, detail.value));
    if (detail.type === 'google.rpc.RetryInfo') {
      const delay = fromBinary(RetryInfoDetailSchema, detail.value).retryDelay;
      if (delay) retryAfterMs = Number(delay.seconds) * 1000 + delay.nanos / 1e6;
    }
  }
  return { code, reason, message: rawMessage, metadata, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

/** Whether the same call may well succeed later: the server was not reached, said that it can't now, or its answer was lost. */
export function mayBeRetried({ code, reason, retryAfterMs }: Failure): boolean {
  switch (code) {
    case Code.Unavailable:
    case Code.DeadlineExceeded: return true;
    case Code.ResourceExhausted: return retryAfterMs !== undefined;
    // What breaks under way is reported so, by this library or another; the server gives its reasons.
    case Code.Aborted:
    case Code.Internal:
    case Code.Unknown: return reason === '';
    default: return false;
  }
}
