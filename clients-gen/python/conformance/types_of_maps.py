"""Sets and counters."""
import uuid

import grpc

import topgun
from scenarios import ADDRESS, OTHER_TOKEN, PATIENCE, expect, refusal
from sync import Conversation
from topgun.v1 import map_pb2 as m
from topgun.v1 import op_pb2
from topgun.v1 import sync_pb2 as s

_HIGHEST = 2**63 - 1


def _add(world, key, *elements, server=None):
    request = m.AddElementsRequest(map=world.map, key=key, elements=[topgun.to_value(element) for element in elements])
    return (server or world.server).map.AddElements(request, timeout=PATIENCE)


def _take_out(world, key, *elements):
    request = m.RemoveElementsRequest(map=world.map, key=key, elements=[topgun.to_value(element) for element in elements])
    return world.server.map.RemoveElements(request, timeout=PATIENCE)


def _count(world, key, delta, server=None, **more):
    return (server or world.server).map.Count(m.CountRequest(map=world.map, key=key, delta=delta, **more), timeout=PATIENCE)


def set_add_remove(world):
    _add(world, "k", "a", "b")
    _add(world, "k", "b", "c")
    expect(world.value("k"), ["a", "b", "c"], "the set")
    _take_out(world, "k", "a", "never")
    expect(world.value("k"), ["b", "c"], "what is left")
    _take_out(world, "k")
    expect(world.get("k"), None, "the entry")


def set_concurrent(world):
    _add(world, "k", "a", "b")
    talk = Conversation(world, ["ormap"])
    seen = topgun.seen_elements(talk.catch_up()[0]["k"].record)
    expect([(topgun.from_value(element.value), len(element.tags)) for element in seen.elements], [("a", 1), ("b", 1)], "what it saw")
    with topgun.connect(ADDRESS, OTHER_TOKEN) as other:
        _add(world, "k", "a", server=other)
    talk.write(world, op_pb2.Write(key="k", base=op_pb2.WRITE_BASE_LIVE, remove_elements=seen))
    expect(talk.results(), [op_pb2.OP_RESULT_CODE_APPLIED], "the result")
    expect(world.value("k"), ["a"], "the set")
    talk.end()


def set_ops(world):
    talk = Conversation(world, ["ormap"])
    talk.catch_up()
    elements = [op_pb2.SeenElement(value=topgun.to_value(element)) for element in ("a", "b", "c")]
    talk.write(world, op_pb2.Write(key="k", base=op_pb2.WRITE_BASE_ABSENT, add_elements=op_pb2.AddElements(elements=elements)))
    expect(talk.results(), [op_pb2.OP_RESULT_CODE_APPLIED], "the result of the addition")
    seen = topgun.seen_elements(talk.take("change_page").records[0].record)
    shown = [(topgun.from_value(element.value), len(element.tags)) for element in seen.elements]
    expect(shown, [("a", 1), ("b", 1), ("c", 1)], "what it saw")
    del seen.elements[2]
    talk.write(world, op_pb2.Write(key="k", base=op_pb2.WRITE_BASE_LIVE, remove_elements=seen))
    expect(talk.results(), [op_pb2.OP_RESULT_CODE_APPLIED], "the result of the removal")
    expect(world.value("k"), ["c"], "what is left")
    talk.end()


def counter_sum(world):
    key = str(uuid.uuid4())
    first = _count(world, "k", 5, idempotency_key=key)
    with topgun.connect(ADDRESS, OTHER_TOKEN) as other:
        _count(world, "k", -7, server=other)
    expect(_count(world, "k", 5, idempotency_key=key), first, "the answer to the repeat")
    expect(world.value("k"), -2, "the sum")
    world.server.map.RemoveCounter(m.RemoveCounterRequest(map=world.map, key="k"), timeout=PATIENCE)
    expect(world.get("k"), None, "the entry")
    _count(world, "k", 3)
    expect(world.value("k"), 3, "the sum of a counter made anew")


def counter_overflow(world):
    _count(world, "k", _HIGHEST)
    refused = refusal(lambda: _count(world, "k", 1), grpc.StatusCode.INVALID_ARGUMENT, "OP_RESULT_CODE_TOO_LARGE")
    expect(refused.metadata.get("key"), "k", "the key of the refusal")
    expect(world.value("k"), _HIGHEST, "the sum")


def counter_ops(world):
    talk = Conversation(world, ["counter"])
    talk.catch_up()
    talk.write(world, op_pb2.Write(key="k", base=op_pb2.WRITE_BASE_ABSENT, count=op_pb2.Count(delta=5)))
    expect(talk.results(), [op_pb2.OP_RESULT_CODE_APPLIED], "the result of counting")
    with topgun.connect(ADDRESS, OTHER_TOKEN) as other:
        _count(world, "k", 2, server=other)
    talk.write(world, op_pb2.Write(key="k", base=op_pb2.WRITE_BASE_LIVE, remove_counter=op_pb2.RemoveCounter(seen=5)))
    expect(talk.results(), [op_pb2.OP_RESULT_CODE_SUPERSEDED], "the result of removing what was counted on")
    expect(world.value("k"), 7, "the sum")
    talk.write(world, op_pb2.Write(key="k", base=op_pb2.WRITE_BASE_LIVE, remove_counter=op_pb2.RemoveCounter(seen=7)))
    expect(talk.results(), [op_pb2.OP_RESULT_CODE_APPLIED], "the result of removing")
    expect(world.get("k"), None, "the entry")
    talk.end()


def type_mismatch(world):
    _count(world, "a", 1)
    for call in (lambda: world.put("b", 1), lambda: _add(world, "b", "x")):
        refused = refusal(call, grpc.StatusCode.FAILED_PRECONDITION, "OP_RESULT_CODE_TYPE_MISMATCH")
        expect(refused.metadata.get("key"), "b", "the key of the refusal")
    expect((world.get("b"), world.value("a")), (None, 1), "the records")


SCENARIOS = {
    "set-add-remove": set_add_remove,
    "set-concurrent": set_concurrent,
    "set-ops": set_ops,
    "counter-sum": counter_sum,
    "counter-overflow": counter_overflow,
    "counter-ops": counter_ops,
    "type-mismatch": type_mismatch,
}
