"""A replica of one map on bare stubs: a live copy on the disk, written to with or without a connection, each write taking effect once.

What it leaves out of docs/PROTOCOL.md: it has one map; where the digests differ it takes the map anew instead of walking; it dates a write by the
device's wall clock as it was then; until a write is answered it shows above those of others; and ops whose writer the server does not take any
more go to the inbox, all of them.
"""
import json
import os
import secrets
import threading
import time

import topgun
from topgun.v1 import op_pb2 as o
from topgun.v1 import record_pb2

UNKNOWN = "OUTCOME_UNKNOWN"


class LoggedOp:
    """An op in the log: what travels, and what only this device knows of it."""

    def __init__(self, suffix, op, wall, floor, sent=0, version=None):
        self.suffix = suffix  # of the writer that numbers it
        self.op = op
        self.wall = wall  # this device's clock when it was written, in ms
        self.floor = tuple(floor)  # the highest timestamp of what it was made on
        self.sent = sent  # when it was first sent, in ms of server time; its timestamp is fixed then. 0 for never
        self.version = version  # of its result; None without one

    @property
    def key(self):
        return self.op.write.key

    def said(self):
        return {**vars(self), "op": self.op.SerializeToString().hex()}

    @staticmethod
    def read(said):
        return LoggedOp(**{**said, "op": o.Op.FromString(bytes.fromhex(said["op"]))})


class Replica:
    """The copy and the op log, in a file of one process at a time. Whatever changes is a step: a line of the file first, and true then.

    Safe from many threads.
    """

    def __init__(self, path, map_name):
        self.map, self.gate, self.on_logged = map_name, threading.RLock(), lambda: None
        self.node, self.ops, self.records, self.inbox = secrets.token_hex(8), {}, {}, []
        self.cursor, self.is_complete, self.generation = None, False, 0
        for step in _steps(path):
            self._apply(step)
        self.last = max(((entry.op.millis, entry.op.counter) for entry in self.ops.values() if entry.sent), default=(0, 0))
        # A new writer each time: a copy of the file never uses its numbers for other ops.
        self._suffix, self._number, self._position = secrets.token_hex(6), 0, max(self.ops, default=0)
        with open(path + ".new", "wb") as file:
            _write(file, self._whole())
        os.replace(path + ".new", path)
        folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
        os.fsync(folder)  # The new name is durable, too, before anything is added to what it names.
        os.close(folder)
        self._file = open(path, "ab")

    def keys(self):
        """The keys that have a value."""
        with self.gate:
            return sorted(key for key in {*self.records, *(entry.key for entry in self.ops.values())} if self.get(key) is not topgun.ABSENT)

    def get(self, key):
        """What a key shows: what the server committed, with this device's own writes on top."""
        with self.gate:
            held = self.records.get(key)
            value = topgun.record_value(held[1]) if held else topgun.ABSENT
            for entry in self._on(key):
                value = topgun.written(entry.op.write, value)
            return value

    def put(self, key, value):
        """Writes a whole value. Durable and shown when it returns, as patch and remove are."""
        self._log(key, lambda write: write.replace.CopyFrom(topgun.fields_of(value)) if isinstance(value, dict) else write.value.CopyFrom(topgun.to_value(value)))

    def patch(self, key, changes, erase=()):
        """Changes some fields and leaves the others."""
        self._log(key, lambda write: write.patch.CopyFrom(o.Patch(set=topgun.fields_of(changes).fields, erase=erase)))

    def remove(self, key):
        """Removes a record."""
        self._log(key, lambda write: write.remove.SetInParent())

    def _log(self, key, fill):
        with self.gate:
            base = o.WRITE_BASE_LIVE if self.get(key) is not topgun.ABSENT else o.WRITE_BASE_ABSENT if self.is_complete else o.WRITE_BASE_UNKNOWN
            op = o.Op(number=self._number + 1, op_id=secrets.randbits(64), write=o.Write(key=key, base=base))
            fill(op.write)
            for previous in self._on(key):
                if previous.version is None:
                    op.after.CopyFrom(o.OpReference(writer=self.writer(previous.suffix), number=previous.op.number))
            held = self.records.get(key)
            stamps = record_pb2.Record.FromString(held[1]).stamps if held else ()
            floor = max(((stamp.millis, stamp.counter) for stamp in stamps), default=(0, 0))
            self.commit(put={self._position + 1: LoggedOp(self._suffix, op, int(time.time() * 1000), floor)})
            self._position, self._number = self._position + 1, self._number + 1
        self.on_logged()

    def writer(self, suffix):
        return o.Writer(node_id=self.node, suffix=suffix)

    def unsettled(self):
        """The ops without a result, by position, in the order of the log."""
        return [(position, entry) for position, entry in sorted(self.ops.items()) if entry.version is None]

    def settled_through(self, suffix, last):
        """Up to which number no result of a writer is needed any more: below what has none, and below what such an op names in its after."""
        waiting = [entry for _, entry in self.unsettled()]
        numbers = [entry.op.number for entry in waiting if entry.suffix == suffix]
        numbers += [entry.op.after.number for entry in waiting if entry.op.after.writer.suffix == suffix]
        return min(numbers, default=last + 1) - 1

    def fix(self, entries, offset, now):
        """Dates ops for good, before they are sent for the first time: server time when written, but above what they were made on and came after."""
        fresh = {position: entry for position, entry in entries if not entry.sent}
        for entry in fresh.values():
            millis, counter = max(self.last, entry.floor)
            self.last = (entry.wall + offset, 0) if entry.wall + offset > millis else (millis, counter + 1) if counter < 65535 else (millis + 1, 0)
            entry.op.millis, entry.op.counter = self.last
            entry.sent = now
        # What an op builds on and was accepted is named no more; what was refused is, so that the op falls with it.
        for position, entry in entries:
            named = (entry.op.after.writer.suffix, entry.op.after.number)
            if named in self._accepted:
                entry.op.ClearField("after")
                fresh[position] = entry
        if fresh:
            self.commit(put=fresh)

    def settle(self, position, result):
        """Takes a result: an accepted op stays until its effect has come, a refused one goes to the inbox at once, which undoes it."""
        entry = self.ops[position]
        if result.HasField("stamped"):
            self.last = max(self.last, (result.stamped.millis, result.stamped.counter))
        if result.code not in (o.OP_RESULT_CODE_APPLIED, o.OP_RESULT_CODE_SUPERSEDED):
            unclear = result.code in (o.OP_RESULT_CODE_SETTLED, o.OP_RESULT_CODE_NUMBER_REUSED)
            return self.refuse([position], UNKNOWN if unclear else o.OpResultCode.Name(result.code), result.reason)
        entry.version = result.version
        has_come = self.records.get(entry.key, (0,))[0] >= result.version or (self.is_complete and self.cursor[1] >= result.version)
        self.commit(accepted=[[entry.suffix, entry.op.number]], **({"drop": [position]} if has_come else {"put": {position: entry}}))

    def refuse(self, positions, code, reason):
        said = [(self.ops[position].key, self.ops[position].said()) for position in positions]
        self.commit(drop=list(positions), inbox=[{"key": key, "code": code, "reason": reason, "op": op} for key, op in said])

    def begin_reset(self, is_lost):
        """The map comes anew. What was settled in a history that the server has lost may be gone: the user is told."""
        if is_lost:
            self.refuse([position for position, entry in self.ops.items() if entry.version is not None], UNKNOWN, "The server lost what it had answered.")
        self.commit(cursor=None, reset=1)

    def take(self, page):
        """Takes a page with the ops that it lets go, in one step. One that does not begin at the cursor is none for us."""
        if self.cursor and self.cursor != (getattr(page, "from").epoch, getattr(page, "from").version):
            return
        came = {item.key: item.version for item in page.records}
        drop = [
            position
            for position, entry in self.ops.items()
            if entry.version is not None and (came.get(entry.key, 0) >= entry.version or (not page.more and page.to.version >= entry.version))
        ]
        records = [[item.key, item.version, item.record.hex()] for item in page.records]
        self.commit(records=records, cursor=[page.to.epoch, page.to.version], whole=not page.more, drop=drop)

    def digest(self):
        """The digest of what the server committed, as far as this replica holds it."""
        return topgun.digest([topgun.Entry.of(key, version, record) for key, (version, record, _) in self.records.items()])

    def _on(self, key):
        return [entry for _, entry in sorted(self.ops.items()) if entry.key == key]

    def commit(self, put=(), **step):
        step["put"] = {position: entry.said() for position, entry in dict(put).items()}
        with self.gate:
            _write(self._file, step)
            self._apply(step)

    _accepted = frozenset()

    def _apply(self, step):
        self.node = step.get("node", self.node)
        self._accepted = self._accepted.union(map(tuple, step.get("accepted", ())))
        self.ops.update((int(position), LoggedOp.read(said)) for position, said in step.get("put", {}).items())
        for position in step.get("drop", ()):
            self.ops.pop(position, None)
        self.inbox += step.get("inbox", ())
        self.generation = step.get("generation", self.generation + step.get("reset", 0))
        if "cursor" in step:
            self.cursor = tuple(step["cursor"]) if step["cursor"] else None
        for key, version, record, *generation in step.get("records", ()):
            self.records[key] = (version, bytes.fromhex(record), *(generation or [self.generation]))
            if topgun.record_value(self.records[key][1]) is topgun.ABSENT:
                del self.records[key]
        self.is_complete = step.get("whole", self.is_complete and not step.get("reset"))
        if self.is_complete:
            self.records = {key: held for key, held in self.records.items() if held[2] == self.generation}

    def _whole(self):
        named = {(entry.op.after.writer.suffix, entry.op.after.number) for entry in self.ops.values()}
        return {
            "node": self.node, "generation": self.generation, "cursor": self.cursor, "whole": self.is_complete, "inbox": self.inbox,
            "accepted": sorted(named & self._accepted), "put": {position: entry.said() for position, entry in self.ops.items()},
            "records": [[key, version, record.hex(), generation] for key, (version, record, generation) in self.records.items()],
        }


def _steps(path):
    """The steps of a file. A last line that was torn by a crash is none: whoever wrote it never went on."""
    if not os.path.exists(path):
        return []
    with open(path, "rb") as file:
        return [json.loads(line) for line in file if line.endswith(b"\n")]


def _write(file, step):
    file.write(json.dumps(step, separators=(",", ":")).encode() + b"\n")
    file.flush()
    os.fsync(file.fileno())
