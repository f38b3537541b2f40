"""Watches that go on from a cursor."""
import topgun
from scenarios import ADDRESS, PATIENCE, TOKEN, expect
from topgun.v1 import map_pb2 as m
from topgun.v1 import query_pb2 as q


def _event(event):
    if event.WhichOneof("kind") == "gone":
        return ("gone", event.gone)
    return ("put", event.put.key, topgun.from_value(event.put.value))


def _until_caught_up(call):
    """What is told until everything committed was, and the last cursor."""
    events = []
    for response in call:
        events.extend(map(_event, response.events))
        if response.caught_up:
            return events, response.cursor
    raise AssertionError("the watch ended by itself")


def _next(call):
    """The events of the next response that has some."""
    for response in call:
        if response.events:
            return [_event(event) for event in response.events]
    raise AssertionError("the watch ended by itself")


def watch_resume(world):
    world.put("a", {"n": 0})
    with topgun.connect(ADDRESS, TOKEN) as first:
        call = first.map.Watch(m.WatchRequest(map=world.map), timeout=PATIENCE)
        events, cursor = _until_caught_up(call)
        expect(events, [("put", "a", {"n": 0})], "what the first watch told")
        call.cancel()
    world.put("b", {"n": 1})
    world.patch("a", {"n": 1})
    world.patch("a", {"n": 2})
    world.put("c", {"n": 3})
    world.remove("c")
    with topgun.connect(ADDRESS, TOKEN) as second:
        call = second.map.Watch(m.WatchRequest(map=world.map, cursor=cursor), timeout=PATIENCE)
        events, _ = _until_caught_up(call)
        expect(sorted(events, key=str), [("gone", "c"), ("put", "a", {"n": 2}), ("put", "b", {"n": 1})], "what the second watch told")
        world.put("d", {"n": 4})
        expect(_next(call), [("put", "d", {"n": 4})], "what came then")
        call.cancel()


def watch_where(world):
    where = q.Predicate(compare=q.Comparison(path=q.FieldPath(names=["done"]), operator=q.COMPARE_OPERATOR_EQUAL, value=topgun.to_value(False)))
    call = world.server.map.Watch(m.WatchRequest(map=world.map, where=where), timeout=PATIENCE)
    expect(_until_caught_up(call)[0], [], "what was there")
    world.put("never", {"done": True})
    world.put("x", {"done": False})
    expect(_next(call), [("put", "x", {"done": False})], "what matched")
    world.patch("x", {"done": True})
    expect(_next(call), [("gone", "x")], "what no longer matched")
    call.cancel()


SCENARIOS = {"watch-resume": watch_resume, "watch-where": watch_where}
