"""The conversation of a replica, frame by frame."""
import secrets
import time

import topgun
from scenarios import PATIENCE, expect
from topgun.v1 import op_pb2
from topgun.v1 import sync_pb2 as s


class Conversation:
    """A conversation that is subscribed to a map, frame by frame."""

    def __init__(self, world, features):
        self.node_id = f"python-{secrets.token_hex(8)}"
        self._writer = op_pb2.Writer(node_id=self.node_id, suffix=secrets.token_hex(6))
        self._number = 0
        self._talk = topgun.Conversation(world.server, self.node_id, features, "conformance")
        self.welcome = self._talk.welcome
        self.send(subscribe=s.Subscribe(subscription_id=1, map=world.map))

    def send(self, **kind):
        self._talk.send(**kind)

    def take(self, *kinds):
        """The next frame, which must be one of these kinds."""
        until = time.monotonic() + PATIENCE
        while (frame := self._talk.next(1.0)) is None:
            expect(not self._talk.is_ended and time.monotonic() < until, True, f"whether {kinds} came")
        kind = frame.WhichOneof("kind")
        expect(kind in kinds, True, f"whether {kind} is one of {kinds}")
        return getattr(frame, kind)

    def catch_up(self):
        """Takes the pages to the head: the records by key, and the CaughtUp."""
        records = {}
        while isinstance(frame := self.take("change_page", "caught_up"), s.ChangePage):
            records.update((item.key, item) for item in frame.records)
        return records, frame

    def replace(self, world, key, native):
        """Sends the next op, which replaces an absent key."""
        return self.write(world, op_pb2.Write(key=key, base=op_pb2.WRITE_BASE_ABSENT, replace=topgun.fields_of(native)))

    def write(self, world, write):
        """Sends the next op; the first is op 1."""
        now = int(time.time() * 1000)
        self._number += 1
        op = op_pb2.Op(number=self._number, op_id=secrets.randbits(64), millis=now, counter=0, write=write)
        self.send(op_batch=s.OpBatch(map=world.map, writer=self._writer, first_sent_ms=now, ops=[op]))
        return self._writer, op

    def results(self):
        """The codes of the results of what was sent; pages that come before are passed over."""
        while not isinstance(frame := self.take("change_page", "caught_up", "op_results"), s.OpResults):
            pass
        return [result.code for result in frame.results]

    def end(self):
        """Ends the client's side; anything but OK raises."""
        self._talk.end()
        until = time.monotonic() + PATIENCE
        while not self._talk.is_ended:
            self._talk.next(1.0)
            expect(time.monotonic() < until, True, "whether the server ended, too")


def sync_op(world):
    talk = Conversation(world, [])
    expect((talk.welcome.version, talk.welcome.subject), (1, "writer"), "the welcome")
    expect(talk.catch_up()[0], {}, "what is there")
    writer, op = talk.replace(world, "tea", {"n": 1})
    results = talk.take("op_results")
    result = results.results[0]
    expect(
        (results.writer, result.number, result.op_id, result.code), (writer, 1, op.op_id, op_pb2.OP_RESULT_CODE_APPLIED), "the result"
    )
    records = talk.take("change_page").records
    expect([(item.key, item.version, topgun.record_value(item.record)) for item in records], [("tea", result.version, {"n": 1})], "the page")
    talk.end()


def sync_digest(world):
    for i in range(100):
        world.put(f"key-{i}", {"i": i})
    talk = Conversation(world, ["digest"])
    expect("digest" in talk.welcome.features, True, "whether the server names digest")
    records, caught_up = talk.catch_up()
    expect(len(records), 100, "the number of records")
    entries = [topgun.Entry.of(item.key, item.version, item.record) for item in records.values()]
    expect(topgun.digest(entries), caught_up.digest, "the digest")
    talk.end()


SCENARIOS = {"sync-op": sync_op, "sync-digest": sync_digest}
