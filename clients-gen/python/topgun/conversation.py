"""The conversation of a replica with the server: the stream, its greeting and its heartbeat."""
import queue
import threading
import time

import grpc

from topgun.v1 import sync_pb2 as s

_GREETING = 10.0


class Conversation:
    """One stream of SyncService.Sync that has been greeted. send may be called from any thread, all else from one.

    Frames are read by a thread of its own, into a queue: whoever uses it takes them as they come.
    """

    def __init__(self, server, node_id, features=(), client=""):
        """Raises grpc.RpcError where the server refuses, or does not answer."""
        self._arrived, self._outgoing = queue.SimpleQueue(), queue.SimpleQueue()
        self._call = server.sync.Sync(iter(self._outgoing.get, None))
        self._heard, self._beat, self.welcome, self.is_ended = time.monotonic(), _GREETING / 3, None, False
        threading.Thread(target=self._read, daemon=True).start()
        self.send(hello=s.Hello(min_version=1, max_version=1, node_id=node_id, features=features, client=client))
        while self.welcome is None and not self.is_ended:
            frame = self.next(0.2)
            self.welcome = frame.welcome if frame is not None and frame.HasField("welcome") else None
        if self.welcome:
            self._beat, self._pinged = self.welcome.heartbeat_ms / 1000, time.monotonic()
            # What to add to this device's clock, in ms, for the server's time.
            self.offset = self.welcome.server_time_ms - int(time.time() * 1000)

    def send(self, **kind):
        """Sends a frame, as send(subscribe=Subscribe(...))."""
        self._outgoing.put(s.SyncRequest(frame=s.ClientFrame(**kind)))

    def wake(self):
        """Lets next return at once, from any thread."""
        self._arrived.put(None)

    def next(self, timeout):
        """The next frame; None when none came in time, when it was woken, and when the server has ended the stream. Raises its failure."""
        now = time.monotonic()
        if self.welcome and now - self._pinged > self._beat / 2:
            self._pinged = now
            self.send(ping=s.Ping(nonce=1))
        if now - self._heard > 3 * self._beat:
            self._call.cancel()  # The reader tells of it.
        try:
            event = self._arrived.get(timeout=min(timeout, self._beat / 2))
        except queue.Empty:
            return None
        if isinstance(event, grpc.RpcError):
            self.is_ended = True
            raise event
        if isinstance(event, StopIteration):
            self.is_ended = True
            return None
        if event is not None:
            self._heard = time.monotonic()
        return None if event is not None and event.HasField("pong") else event

    def end(self):
        """Ends the client's side; the server answers what it took."""
        self._outgoing.put(None)

    def _read(self):
        try:
            for response in self._call:
                self._arrived.put(response.frame)
            self._arrived.put(StopIteration())
        except grpc.RpcError as error:
            self._arrived.put(error)
