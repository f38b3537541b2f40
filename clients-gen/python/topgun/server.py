"""The services of a server, with the token in every call."""
import random
import time
import uuid

import grpc

from topgun.failures import failure, may_be_retried
from topgun.v1 import map_pb2_grpc, resolver_pb2_grpc, sync_pb2_grpc

_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0
_LARGEST_MESSAGE = 8 << 20


def connect(address, token, credentials=None):
    """Opens a channel to a server; nothing is sent before the first call.

    address is host:port. token is the bearer token, or a function without arguments that gives the current one for each call. credentials are
    those of grpc.ssl_channel_credentials() for TLS; without any the channel is in cleartext, which is for development.
    """
    options = [("grpc.max_receive_message_length", _LARGEST_MESSAGE)]
    channel = grpc.insecure_channel(address, options) if credentials is None else grpc.secure_channel(address, credentials, options)
    return Server(channel, token)


class Server:
    """The stubs of the contract's services: map, resolvers and sync. Safe from many threads. To be closed, or used in a with statement."""

    def __init__(self, channel, token):
        self._channel = channel
        with_token = grpc.intercept_channel(channel, _Bearer(token if callable(token) else lambda: token))
        self.map = map_pb2_grpc.MapServiceStub(with_token)
        self.resolvers = resolver_pb2_grpc.ResolverServiceStub(with_token)
        self.sync = sync_pb2_grpc.SyncServiceStub(with_token)

    def write(self, call, request, timeout=10.0, patience=60.0):
        """Makes a writing call of map, and again while its outcome is not known, under one idempotency key, so it takes effect once.

        call is one of map's that write, such as server.map.Put. A request that has no idempotency key gets one; so does each write of a batch that
        is not atomic. timeout is for each try and patience for all together, in seconds; what fails after that, or for good, raises grpc.RpcError.
        The writes of a batch that is not atomic may have errors in their results; see batch results.
        """
        _fill_in_keys(request)
        until = time.monotonic() + patience
        wait = _FIRST_WAIT
        while True:
            try:
                return call(request, timeout=timeout)
            except grpc.RpcError as error:
                pause = max(failure(error).retry_after or 0.0, random.uniform(0, wait))
                if not may_be_retried(error) or time.monotonic() + pause > until:
                    raise
            time.sleep(pause)
            wait = min(2 * wait, _LONGEST_WAIT)

    def close(self):
        """Closes the channel; calls that are under way are cancelled."""
        self._channel.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def _fill_in_keys(request):
    is_split = hasattr(request, "writes") and not request.atomic
    for write in request.writes if is_split else (request,):
        if not write.idempotency_key:
            write.idempotency_key = str(uuid.uuid4())


class _Details(grpc.ClientCallDetails):
    def __init__(self, details, metadata):
        self.method, self.timeout, self.credentials = details.method, details.timeout, details.credentials
        self.wait_for_ready, self.compression, self.metadata = details.wait_for_ready, details.compression, metadata


class _Bearer(
    grpc.UnaryUnaryClientInterceptor, grpc.UnaryStreamClientInterceptor, grpc.StreamUnaryClientInterceptor, grpc.StreamStreamClientInterceptor
):
    """Puts the token into every call. Not by call credentials: those need TLS, which loopback does not have."""

    def __init__(self, token):
        self._token = token

    def _call(self, continuation, details, request):
        metadata = [*(details.metadata or ()), ("authorization", f"Bearer {self._token()}")]
        return continuation(_Details(details, metadata), request)

    intercept_unary_unary = intercept_unary_stream = intercept_stream_unary = intercept_stream_stream = _call
