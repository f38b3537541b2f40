"""Conflict resolvers, and what they refuse."""
import grpc

from scenarios import PATIENCE, expect, refusal
from sync import Conversation
from topgun.v1 import op_pb2
from topgun.v1 import resolver_pb2 as r

_NO_MINUS = (
    "if (context.remoteValue !== undefined && context.remoteValue.n < 0) return { action: 'reject', reason: 'below zero' }; "
    "return { action: 'accept', value: context.remoteValue };"
)


def _register(world, name, code):
    request = r.RegisterResolverRequest(map=world.map, resolver=r.ResolverDefinition(name=name, code=code))
    return world.server.resolvers.RegisterResolver(request, timeout=PATIENCE)


def resolver_rejects(world):
    resolvers = world.server.resolvers
    expect(_register(world, "no-minus", _NO_MINUS).claims, 1, "the claims")
    listed = resolvers.ListResolvers(r.ListResolversRequest(map=world.map), timeout=PATIENCE).resolvers
    expect([item.resolver.name for item in listed], ["no-minus"], "the list")
    world.put("k", {"n": 1})
    refused = refusal(lambda: world.put("k", {"n": -1}), grpc.StatusCode.FAILED_PRECONDITION, "OP_RESULT_CODE_MERGE_REJECTED")
    expect(refused.metadata.get("resolver"), "no-minus", "the resolver of the refusal")
    expect("below zero" in refused.message, True, f"whether '{refused.message}' has the reason")
    expect(world.value("k"), {"n": 1}, "the record")
    expect(resolvers.UnregisterResolver(r.UnregisterResolverRequest(map=world.map, name="no-minus"), timeout=PATIENCE).claims, 0, "the claims left")
    world.put("k", {"n": -1})
    expect(world.value("k"), {"n": -1}, "the record")


def resolver_watch(world):
    _register(world, "no-minus", _NO_MINUS)
    call = world.server.resolvers.WatchRejections(r.WatchRejectionsRequest(map=world.map), timeout=PATIENCE)
    call.initial_metadata()  # It has begun when its headers come.
    talk = Conversation(world, [])
    talk.catch_up()
    talk.replace(world, "k", {"n": -1})
    result = talk.take("op_results").results[0]
    expect((result.code, result.reason, result.resolver), (op_pb2.OP_RESULT_CODE_MERGE_REJECTED, "below zero", "no-minus"), "the result")
    talk.end()
    told = next(call).rejection
    expect((told.map, told.key, told.number, told.reason, told.resolver), (world.map, "k", 1, "below zero", "no-minus"), "the rejection")
    call.cancel()


def resolver_invalid(world):
    refused = refusal(lambda: _register(world, "broken", "return {;"), grpc.StatusCode.INVALID_ARGUMENT, "ERROR_CODE_INVALID_RESOLVER")
    expect(refused.metadata.get("line"), "1", "the line")


SCENARIOS = {"resolver-rejects": resolver_rejects, "resolver-watch": resolver_watch, "resolver-invalid": resolver_invalid}
