"""Values of every kind, there and back."""
from google.protobuf import json_format

import topgun
from scenarios import PATIENCE, data, expect
from topgun.v1 import map_pb2 as m
from topgun.v1 import value_pb2


def _same(actual, expected, what):
    # As bytes: -0.0 equals 0.0 and NaN not itself, but each has bits of its own.
    if actual.SerializeToString(deterministic=True) != expected.SerializeToString(deterministic=True):
        raise AssertionError(f"{what} is {str(actual)[:200]}; {str(expected)[:200]} was expected")


def _there_and_back(scenario):
    def run(world):
        cases = [case for case in data("values.json")["cases"] if case["scenario"] == scenario]
        expect(len(cases) > 0, True, "whether there are cases")
        for case in cases:
            expected = json_format.ParseDict(case["value"], value_pb2.Value())
            made = topgun.to_value(topgun.from_value(expected))
            _same(made, expected, f"{case['name']}, made natively,")
            world.server.map.Put(m.PutRequest(map=world.map, key=case["name"], value=made), timeout=PATIENCE)
            _same(world.get(case["name"]).value, expected, f"{case['name']}, got,")

    return run


_KINDS = ("null", "bool", "int64", "double", "string", "bytes", "list", "object", "nested")
SCENARIOS = {f"value-{kind}": _there_and_back(f"value-{kind}") for kind in _KINDS}
