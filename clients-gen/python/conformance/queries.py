"""Queries over nine records."""
import topgun
from scenarios import PATIENCE, expect
from topgun.v1 import map_pb2 as m
from topgun.v1 import query_pb2 as q


def _fill(world):
    for i in range(1, 10):
        world.put(f"r{i}", {"n": i, "even": i % 2 == 0, "name": f"name-{i}", "tags": [f"t{i}"], "more": {"i": i}})


def _path(*names):
    return q.FieldPath(names=names)


def _compare(name, operator, native):
    return q.Predicate(compare=q.Comparison(path=_path(name), operator=operator, value=topgun.to_value(native)))


def _ask(world, **query):
    """The rows and the last page's next."""
    rows, last = [], None
    for page in world.server.map.Query(m.QueryRequest(map=world.map, query=q.Query(**query)), timeout=PATIENCE):
        rows.extend(page.rows)
        last = page
    return rows, last.next if last.HasField("next") else None


def _keys(world, **query):
    return [row.key for row in _ask(world, **query)[0]]


def query_where(world):
    _fill(world)
    any_of = q.Predicate(any_of=q.PredicateList(parts=[
        _compare("n", q.COMPARE_OPERATOR_GREATER, 4),
        q.Predicate(prefix=q.TextPrefix(path=_path("name"), text="name-2")),
    ]))
    even = _compare("even", q.COMPARE_OPERATOR_EQUAL, True)
    expect(_keys(world, where=q.Predicate(all_of=q.PredicateList(parts=[even, any_of]))), ["r2", "r6", "r8"], "all of and any of")
    contains = q.Predicate(contains=q.Containment(path=_path("tags"), value=topgun.to_value("t7")))
    expect(_keys(world, where=contains), ["r7"], "contains")
    expect(_keys(world, where=q.Predicate(**{"not": q.Predicate(exists=_path("n"))})), [], "not exists")
    one_of = q.Predicate(one_of=q.OneOf(path=_path("n"), values=[topgun.to_value(1), topgun.to_value(3.0)]))
    expect(_keys(world, where=one_of), ["r1", "r3"], "one of")


def query_sort(world):
    _fill(world)
    sort = [q.SortField(path=_path("even"), descending=True), q.SortField(path=_path("n"), descending=True)]
    expect(_keys(world, sort=sort), ["r8", "r6", "r4", "r2", "r9", "r7", "r5", "r3", "r1"], "the order")


def query_pages(world):
    _fill(world)
    query = {"sort": [q.SortField(path=_path("n"), descending=True)], "limit": 4}
    pages, after = [], None
    while True:
        rows, after = _ask(world, **query, **({"after": after} if after else {}))
        pages.append([row.key for row in rows])
        if len(pages) == 1:
            world.put("r0", {"n": 10})
        if after is None:
            break
    expect(pages, [["r9", "r8", "r7", "r6"], ["r5", "r4", "r3", "r2"], ["r1"]], "the pages")


def query_fields(world):
    _fill(world)
    rows, _ = _ask(world, where=_compare("n", q.COMPARE_OPERATOR_EQUAL, 1), fields=[_path("n"), _path("more", "i")])
    expect(
        [(row.key, topgun.from_value(row.value), row.version) for row in rows],
        [("r1", {"n": 1, "more": {"i": 1}}, world.get("r1").version)],
        "the rows",
    )


SCENARIOS = {"query-where": query_where, "query-sort": query_sort, "query-pages": query_pages, "query-fields": query_fields}
