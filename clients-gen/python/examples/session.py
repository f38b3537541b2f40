"""Keeps a replica in step with the server, over one conversation after the other."""
import random
import threading
import time

import grpc

import topgun
from replica import UNKNOWN
from topgun.v1 import error_pb2 as e
from topgun.v1 import sync_pb2 as s

_BATCH_OPS, _BATCH_BYTES = 100, 1 << 20


class Session(threading.Thread):
    """Runs until it is ended. is_idle is set while everything written has its result, and everything committed has come."""

    def __init__(self, replica, connect):
        """connect opens a topgun.Server; it is asked anew for each try."""
        super().__init__(daemon=True)
        self.replica, self.connect, self.problem = replica, connect, ""
        self.is_idle, self._ended, self._talk = threading.Event(), threading.Event(), None

    def end(self):
        self._ended.set()
        self.join()

    def run(self):
        wait = 0.5
        while not self._ended.is_set():
            begun = time.monotonic()
            try:
                with self.connect() as server:
                    self._converse(topgun.Conversation(server, self.replica.node, ["digest"], "example"))
            except grpc.RpcError as error:
                failure = topgun.failure(error)
                self.problem = f"{failure.reason} {failure.message}"
                wait = 0.5 if time.monotonic() - begun > 60 else wait
                self._ended.wait(max(failure.retry_after or 0, random.uniform(0, wait)))
                wait = min(2 * wait, 30.0)
            finally:
                self.replica.on_logged = lambda: None
                self.is_idle.clear()

    def _converse(self, talk):
        self.talk, self.sent, self.last, self.subscription, self.is_caught_up, self.not_before = talk, set(), {}, 0, False, 0.0
        self.replica.on_logged = self._logged
        self.subscribe()
        while not self._ended.is_set() and not talk.is_ended:
            frame = talk.next(0.2)
            with self.replica.gate:
                kind = frame and frame.WhichOneof("kind")
                if kind and hasattr(self, f"on_{kind}"):
                    getattr(self, f"on_{kind}")(getattr(frame, kind))
                self.push()
        talk.end()

    def _logged(self):
        self.is_idle.clear()
        self.talk.wake()

    def subscribe(self):
        self.subscription += 1
        cursor = self.replica.cursor
        lowest = {}
        for _, entry in self.replica.unsettled():
            lowest.setdefault(entry.suffix, entry.op.number)
        self.talk.send(subscribe=s.Subscribe(
            subscription_id=self.subscription,
            map=self.replica.map,
            cursor=s.Cursor(epoch=cursor[0], version=cursor[1]) if cursor else None,
            writers=[s.WriterPosition(writer=self.replica.writer(suffix), lowest_unsettled=number) for suffix, number in lowest.items()],
        ))

    def push(self):
        """Sends what may be sent: the ops of the oldest writer that has some without a result, in the order of the log."""
        waiting = self.replica.unsettled()
        if not waiting and self.is_caught_up:
            self.is_idle.set()
        elif waiting:
            self.is_idle.clear()
        if not waiting or time.monotonic() < self.not_before:
            return
        suffix = waiting[0][1].suffix
        window = [(position, entry) for position, entry in waiting if entry.suffix == suffix][:_BATCH_OPS]
        batch, size = [], 0
        for position, entry in window:
            size += entry.op.ByteSize()
            if position not in self.sent and (not batch or size < _BATCH_BYTES):
                batch.append((position, entry))
        if not batch:
            return
        self.replica.fix(batch, self.talk.offset, int(time.time() * 1000) + self.talk.offset)
        self.sent.update(position for position, _ in batch)
        ops = [self.replica.ops[position] for position, _ in batch]
        self.last[suffix] = ops[-1].op.number
        self.batch(suffix, ops[0].op.number - 1, first_sent_ms=ops[0].sent, ops=[entry.op for entry in ops])

    def batch(self, suffix, last, **more):
        through = self.replica.settled_through(suffix, last)
        self.talk.send(op_batch=s.OpBatch(map=self.replica.map, writer=self.replica.writer(suffix), settled_through=through, **more))

    def find(self, suffix, number):
        return next((position for position, entry in self.replica.unsettled() if (entry.suffix, entry.op.number) == (suffix, number)), None)

    def on_op_results(self, results):
        suffix = results.writer.suffix
        for result in results.results:
            position = self.find(suffix, result.number)
            if position is not None and self.replica.ops[position].op.op_id == result.op_id:
                self.replica.settle(position, result)
        last = max(self.last.get(suffix, 0), results.results[-1].number)
        if all(entry.suffix != suffix for _, entry in self.replica.unsettled()):
            self.batch(suffix, last)  # Only confirms, so that the server may forget the results.

    def on_batch_stopped(self, stopped):
        suffix = stopped.writer.suffix
        mine = [position for position, entry in self.replica.unsettled() if entry.suffix == suffix]
        if stopped.error.code == e.ERROR_CODE_WRITER_CLOSED:
            self.replica.refuse(mine, UNKNOWN, stopped.error.message)
        self.sent.difference_update(p for p in mine if p in self.replica.ops and self.replica.ops[p].op.number >= stopped.next_number)
        self.not_before = time.monotonic() + stopped.error.retry_after_ms / 1000

    def on_reset(self, reset):
        self.replica.begin_reset(reset.reason == s.RESET_REASON_LOST_BRANCH)

    def on_change_page(self, page):
        if page.subscription_id == self.subscription:
            self.replica.take(page)

    def on_caught_up(self, caught_up):
        if caught_up.subscription_id != self.subscription:
            return
        self.is_caught_up = not caught_up.HasField("digest") or caught_up.digest == self.replica.digest()
        if not self.is_caught_up and self.subscription == 1:
            # Not what the server has: the map comes anew, and only once, whatever the digest says then.
            self.talk.send(unsubscribe=s.Unsubscribe(subscription_id=self.subscription))
            self.replica.begin_reset(False)
            self.subscribe()
        elif not self.is_caught_up:
            self.problem, self.is_caught_up = "DIGEST_MISMATCH", True

    def on_subscription_ended(self, ended):
        self.problem = f"{e.ErrorCode.Name(ended.error.code)} {ended.error.message}"
