"""What fails, and how a caller knows why."""
import time
import uuid

import grpc

import topgun
from scenarios import ADDRESS, EXPIRED_TOKEN, LOSSY_ADDRESS, PATIENCE, READER_TOKEN, TOKEN, expect, refusal
from topgun.v1 import map_pb2 as m
from topgun.v1 import map_pb2_grpc
from topgun.v1 import resolver_pb2 as r


def token_missing(world):
    with grpc.insecure_channel(ADDRESS) as channel:
        stub = map_pb2_grpc.MapServiceStub(channel)
        refusal(
            lambda: stub.Get(m.GetRequest(map=world.map, key="k"), timeout=PATIENCE), grpc.StatusCode.UNAUTHENTICATED, "ERROR_CODE_UNAUTHENTICATED"
        )


def token_expired(world):
    with topgun.connect(ADDRESS, EXPIRED_TOKEN) as server:
        refusal(
            lambda: server.map.Get(m.GetRequest(map=world.map, key="k"), timeout=PATIENCE),
            grpc.StatusCode.UNAUTHENTICATED,
            "ERROR_CODE_UNAUTHENTICATED",
        )


def forbidden(world):
    world.put("k", 1)
    with topgun.connect(ADDRESS, READER_TOKEN) as server:
        request = m.PutRequest(map=world.map, key="k", value=topgun.to_value(2))
        refusal(lambda: server.map.Put(request, timeout=PATIENCE), grpc.StatusCode.PERMISSION_DENIED, "OP_RESULT_CODE_FORBIDDEN")
        expect(topgun.from_value(server.map.Get(m.GetRequest(map=world.map, key="k"), timeout=PATIENCE).entry.value), 1, "what the reader reads")


def invalid(world):
    for call in (
        lambda: world.server.map.Put(m.PutRequest(map=world.map, key="k"), timeout=PATIENCE),
        lambda: world.server.map.Get(m.GetRequest(key="k"), timeout=PATIENCE),
    ):
        try:
            call()
        except grpc.RpcError as error:
            failure = topgun.failure(error)
            expect((error.code(), failure.reason != "", failure.message != ""), (grpc.StatusCode.INVALID_ARGUMENT, True, True), "the refusal")
        else:
            raise AssertionError("nothing was refused")


def deadline(world):
    begun = time.monotonic()
    try:
        for _ in world.server.map.Watch(m.WatchRequest(map=world.map), timeout=0.5):
            pass
        raise AssertionError("the watch ended by itself")
    except grpc.RpcError as error:
        expect(error.code(), grpc.StatusCode.DEADLINE_EXCEEDED, "the status")
    expect(time.monotonic() - begun < 10, True, "whether it ended in time")


def idempotency_repeat(world):
    key = str(uuid.uuid4())
    first = world.put("k", {"n": 1}, idempotency_key=key)
    world.put("k", {"n": 2})
    again = world.put("k", {"n": 1}, idempotency_key=key)
    expect(again, first, "the answer to the repeat")
    expect(world.value("k"), {"n": 2}, "the record")


def idempotency_reused(world):
    key = str(uuid.uuid4())
    world.put("k", {"n": 1}, idempotency_key=key)
    refused = refusal(
        lambda: world.put("k", {"n": 2}, idempotency_key=key), grpc.StatusCode.FAILED_PRECONDITION, "ERROR_CODE_KEY_REUSED"
    )
    expect(refused.metadata.get("idempotency_key"), key, "the key of the refusal")


def retry_lost_answer(world):
    first = r.ResolverDefinition(name="first", built_in=r.BuiltInRule(kind="FIRST_WRITE_WINS"))
    world.server.resolvers.RegisterResolver(r.RegisterResolverRequest(map=world.map, resolver=first), timeout=PATIENCE)
    with topgun.connect(LOSSY_ADDRESS, TOKEN) as server:
        answer = server.write(server.map.Put, m.PutRequest(map=world.map, key="k", value=topgun.to_value({"n": 1})))
    expect((answer.version, answer.superseded), (world.get("k").version, False), "the answer")
    expect(world.value("k"), {"n": 1}, "the record")


SCENARIOS = {
    "token-missing": token_missing,
    "token-expired": token_expired,
    "forbidden": forbidden,
    "invalid": invalid,
    "deadline": deadline,
    "idempotency-repeat": idempotency_repeat,
    "idempotency-reused": idempotency_reused,
    "retry-lost-answer": retry_lost_answer,
}
