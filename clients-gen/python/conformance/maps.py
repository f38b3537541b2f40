"""Records and batches."""
import time

import grpc

import topgun
from scenarios import PATIENCE, expect, refusal
from topgun.v1 import map_pb2 as m
from topgun.v1 import op_pb2
from topgun.v1 import query_pb2 as q


def put_get(world):
    first = world.put("milk", {"title": "Milk", "count": 3})
    expect((first.version > 0, first.superseded), (True, False), "the answer")
    entry = world.get("milk")
    expect((entry.key, topgun.from_value(entry.value), entry.version), ("milk", {"title": "Milk", "count": 3}, first.version), "the entry")
    expect(world.put("milk", {"title": "Oat milk"}).version > first.version, True, "whether the version rose")


def put_replaces(world):
    world.put("k", {"a": 1, "b": 2})
    world.put("k", {"b": 3})
    expect(world.value("k"), {"b": 3}, "the record")


def put_ttl(world):
    now = time.time() * 1000
    world.put("k", {"a": 1}, ttl_ms=3_600_000)
    expires = world.get("k").expires_at_ms
    expect(50 * 60_000 < expires - now < 70 * 60_000, True, f"whether {expires} is an hour from {now}")
    world.put("k", {"a": 2})
    expect(world.get("k").expires_at_ms, expires, "the expiry after a write without one")


def get_absent(world):
    expect(world.get("nothing"), None, "the entry")


def get_fields(world):
    world.put("k", {"a": {"x": 1, "y": 2}, "b": 3, "c": 4})
    expect(world.value("k", fields=[q.FieldPath(names=["a", "x"]), q.FieldPath(names=["b"])]), {"a": {"x": 1}, "b": 3}, "the fields")


def patch_keeps(world):
    world.put("k", {"a": 1, "b": 2})
    world.patch("k", {"b": 3})
    expect(world.value("k"), {"a": 1, "b": 3}, "the record")


def patch_erases(world):
    world.put("k", {"a": 1, "b": 2})
    world.patch("k", {"c": None}, erase=["a"])
    expect(world.value("k"), {"b": 2, "c": None}, "the record")


def patch_must_exist(world):
    refused = refusal(
        lambda: world.patch("k", {"a": 1}, must_exist=True), grpc.StatusCode.FAILED_PRECONDITION, "OP_RESULT_CODE_RECORD_REMOVED"
    )
    expect(refused.metadata.get("key"), "k", "the key of the refusal")
    world.patch("k", {"a": 1})
    expect(world.value("k"), {"a": 1}, "the record")


def remove(world):
    world.put("k", {"a": 1})
    world.remove("k")
    expect(world.get("k"), None, "the entry")
    world.remove("never written")


def _batch(world, atomic, *writes):
    request = m.BatchRequest(map=world.map, atomic=atomic)
    for key, kind, native in writes:
        write = request.writes.add(key=key)
        if kind == "put":
            write.put.CopyFrom(topgun.to_value(native))
        else:
            write.patch.set["a"].CopyFrom(topgun.to_value(native))
            write.must_exist = True
    return world.server.write(world.server.map.Batch, request, timeout=PATIENCE).results


def batch_each(world):
    results = _batch(world, False, ("a", "put", 1), ("b", "patch", 2), ("c", "put", 3))
    expect(
        [op_pb2.OpResultCode.Name(result.code) for result in results],
        ["OP_RESULT_CODE_APPLIED", "OP_RESULT_CODE_RECORD_REMOVED", "OP_RESULT_CODE_APPLIED"],
        "the results",
    )
    expect(results[1].reason != "", True, "whether the refusal has a reason")
    expect((world.value("a"), world.get("b"), world.value("c")), (1, None, 3), "the records")


def batch_atomic(world):
    results = _batch(world, True, ("a", "put", 1), ("b", "put", 2))
    expect([result.code for result in results], [op_pb2.OP_RESULT_CODE_APPLIED], "the results")
    expect((world.get("a").version, world.get("b").version), (results[0].version,) * 2, "the versions")


def batch_refused(world):
    refused = refusal(
        lambda: _batch(world, True, ("a", "put", 1), ("b", "patch", 2)), grpc.StatusCode.FAILED_PRECONDITION, "OP_RESULT_CODE_RECORD_REMOVED"
    )
    expect(refused.metadata.get("key"), "b", "the key of the refusal")
    expect(world.get("a"), None, "the other record")


SCENARIOS = {
    "put-get": put_get,
    "put-replaces": put_replaces,
    "put-ttl": put_ttl,
    "get-absent": get_absent,
    "get-fields": get_fields,
    "patch-keeps": patch_keeps,
    "patch-erases": patch_erases,
    "patch-must-exist": patch_must_exist,
    "remove": remove,
    "batch-each": batch_each,
    "batch-atomic": batch_atomic,
    "batch-refused": batch_refused,
}
