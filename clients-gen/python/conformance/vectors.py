"""The test vectors of the contract."""
from hashlib import sha256

from google.protobuf import json_format

import topgun
from scenarios import data, expect
from topgun.v1 import hlc_pb2
from topgun.v1 import record_pb2
from topgun.v1 import value_pb2


def vector_hlc(_):
    stamps = [topgun.stamp_order(hlc_pb2.HlcTimestamp(**stamp)) for stamp in data("hlc-order.json")["ascending"]]
    for i, older in enumerate(stamps):
        for j, other in enumerate(stamps):
            expect((older < other, older == other), (i < j, i == j), f"the order of {i} and {j}")


def _stamp(text):
    millis, rest = text.split(".", 1)
    counter, node_id = rest.split("@", 1)
    return hlc_pb2.HlcTimestamp(millis=int(millis), counter=int(counter), node_id=node_id)


_ROOTS = {"removed": record_pb2.ROOT_KIND_REMOVED, "value": record_pb2.ROOT_KIND_VALUE, "object": record_pb2.ROOT_KIND_OBJECT}


def _record(said):
    record = record_pb2.Record(root_kind=_ROOTS[said["root"]["kind"]])

    def at(text):
        record.stamps.append(_stamp(text))
        return len(record.stamps) - 1

    record.root_at = at(said["root"]["at"])
    if "value" in said["root"]:
        record.root_value.CopyFrom(topgun.to_value(said["root"]["value"]))
    if said["cleared"] is not None:
        record.cleared_at = at(said["cleared"])
    for field, register in said["registers"].items():
        added = record.registers.add(field=field, at=at(register["at"]))
        if "value" in register:
            added.value.CopyFrom(topgun.to_value(register["value"]))
    return record.SerializeToString()


def vector_record(_):
    cases = [case for case in data("register-merge.json")["cases"] if case["record"] is not None]
    expect(len(cases) > 0, True, "whether there are cases")
    for case in cases:
        expect(topgun.record_value(_record(case["record"])), case.get("value", topgun.ABSENT), case["name"])
    _sets_and_counters()


def _sets_and_counters():
    cases = data("typed-records.json")["cases"]
    expect(len(cases) > 0, True, "whether there are sets and counters")
    for case in cases:
        record = bytes.fromhex(case["record"])
        value = topgun.record_value(record)
        expect(value is not topgun.ABSENT, "value" in case, f"whether it is there: {case['name']}")
        if "value" in case:
            # As values of the contract: for the language, 0 equals False.
            expect(topgun.to_value(value), json_format.ParseDict(case["value"], value_pb2.Value()), case["name"])
        seen = topgun.seen_elements(record)
        tags = [[f"{seen.writers[tag.writer]}/{tag.number}/{tag.index}" for tag in element.tags] for element in seen.elements]
        expect(tags, case["seen"], f"who added what: {case['name']}")


def _records(case):
    if "records" in case:
        return [(item["key"], item["version"], bytes.fromhex(item["record"])) for item in case["records"]]
    indices = case.get("indices") or range(case["first"], case["first"] + case["count"])
    return [(f"key-{i}", i, sha256(f"key-{i}".encode()).digest()) for i in indices]


def vector_digest(_):
    for case in data("digest.json")["cases"]:
        entries = [topgun.Entry.of(*record) for record in _records(case)]
        for prefix, expected in case["digests"].items():
            nibbles = bytes(int(digit, 16) for digit in prefix)
            expect(topgun.digest(entries, nibbles).hex(), expected, f"{case['name']}, below '{prefix}'")


SCENARIOS = {"vector-hlc": vector_hlc, "vector-record": vector_record, "vector-digest": vector_digest}
