"""What all scenarios share: where the server is, what they expect, and the line that each prints."""
import json
import os
import traceback
from pathlib import Path

import grpc

import topgun
from topgun.v1 import map_pb2 as m

ADDRESS = os.environ["CONFORMANCE_ADDRESS"]
LOSSY_ADDRESS = os.environ["CONFORMANCE_LOSSY_ADDRESS"]
TOKEN = os.environ["CONFORMANCE_TOKEN"]
OTHER_TOKEN = os.environ["CONFORMANCE_OTHER_TOKEN"]
READER_TOKEN = os.environ["CONFORMANCE_READER_TOKEN"]
EXPIRED_TOKEN = os.environ["CONFORMANCE_EXPIRED_TOKEN"]
PATIENCE = 60.0

_MAPS = os.environ["CONFORMANCE_MAPS"]
_DATA = Path(os.environ["CONFORMANCE_DATA"])
_ONLY = set(filter(None, os.environ.get("CONFORMANCE_ONLY", "").split(",")))


def data(name):
    """A file of the kit or of the contract's vectors."""
    return json.loads((_DATA / name).read_text("utf-8"))


def expect(actual, expected, what):
    """Fails the scenario where two things are not the same."""
    if actual != expected:
        raise AssertionError(f"{what} is {actual!r}; {expected!r} was expected")


def refusal(call, code, reason):
    """Makes a call that must fail so, and returns what it says."""
    try:
        call()
    except grpc.RpcError as error:
        failure = topgun.failure(error)
        expect((error.code(), failure.reason), (code, reason), "the refusal")
        return failure
    raise AssertionError(f"nothing was refused; {reason} was expected")


class World:
    """A map of a scenario's own, and a server to reach it at."""

    def __init__(self, scenario, server):
        self.map = _MAPS + scenario
        self.server = server

    def put(self, key, native, **more):
        return self.server.map.Put(m.PutRequest(map=self.map, key=key, value=topgun.to_value(native), **more), timeout=PATIENCE)

    def patch(self, key, changes, erase=(), **more):
        patch = m.PatchRequest(map=self.map, key=key, **more)
        for name, value in changes.items():
            patch.patch.set[name].CopyFrom(topgun.to_value(value))
        patch.patch.erase.extend(erase)
        return self.server.map.Patch(patch, timeout=PATIENCE)

    def remove(self, key):
        return self.server.map.Remove(m.RemoveRequest(map=self.map, key=key), timeout=PATIENCE)

    def get(self, key, **more):
        """The entry, or None."""
        response = self.server.map.Get(m.GetRequest(map=self.map, key=key, **more), timeout=PATIENCE)
        return response.entry if response.HasField("entry") else None

    def value(self, key, **more):
        """The native value, or ABSENT."""
        entry = self.get(key, **more)
        return topgun.ABSENT if entry is None else topgun.from_value(entry.value)


def run(modules):
    """Runs the scenarios of some modules, each with a World of its own."""
    with topgun.connect(ADDRESS, TOKEN) as server:
        for name, scenario in sorted((name, item) for module in modules for name, item in module.SCENARIOS.items()):
            if _ONLY and name not in _ONLY:
                continue
            try:
                scenario(World(name, server))
                print(f"PASS {name}", flush=True)
            except Exception as error:  # One that fails must not keep the others from running.
                traceback.print_exc()
                print(f"FAIL {name} {' '.join(str(error).split())}", flush=True)
