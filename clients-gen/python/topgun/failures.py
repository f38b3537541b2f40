"""Why a call failed."""
from typing import Dict, NamedTuple, Optional

import grpc
from google.protobuf.message import DecodeError

from topgun.v1 import status_pb2


class Failure(NamedTuple):
    """Why a call failed, for programs to decide by."""

    # The name of an ErrorCode or, where a write was refused, of an OpResultCode; empty where the server said nothing, as when it is not reached.
    reason: str
    # For people.
    message: str
    # Details; the contract says which for each code.
    metadata: Dict[str, str]
    # In seconds, where waiting helps.
    retry_after: Optional[float]


def failure(error):
    """What a grpc.RpcError says beside its status code."""
    reason, metadata, retry_after = "", {}, None
    for name, content in error.trailing_metadata() or ():
        if name != "grpc-status-details-bin":
            continue
        try:
            for detail in status_pb2.StatusDetails.FromString(content).details:
                if detail.type_url.endswith("/google.rpc.ErrorInfo"):
                    info = status_pb2.ErrorInfoDetail.FromString(detail.value)
                    reason, metadata = info.reason, dict(info.metadata)
                elif detail.type_url.endswith("/google.rpc.RetryInfo"):
                    delay = status_pb2.RetryInfoDetail.FromString(detail.value).retry_delay
                    retry_after = delay.seconds + delay.nanos / 1e9
        except DecodeError:
            pass  # What stands between may have put there what it likes; the error itself counts.
    return Failure(reason, error.details() or "", metadata, retry_after)


def may_be_retried(error):
    """Whether the same call may well succeed later: the server was not reached, said that it can't now, or its answer was lost."""
    if error.code() == grpc.StatusCode.RESOURCE_EXHAUSTED:
        return failure(error).retry_after is not None
    return error.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)
