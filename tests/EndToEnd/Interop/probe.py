# Asks a server what any tool may ask, holds a conversation with it and uses its maps, with the implementation of gRPC for Python, which is the one in
# C, and without generated code: argv is its address, its contract as a FileDescriptorSet, a token, and where it speaks TLS a file with whom to trust.
# Prints a line for each thing that it learns.
import queue
import re
import sys
import threading
import time
import grpc
from contract import Contract

address, path, token, *trusted = sys.argv[1:]
contract = Contract(path)
channel = grpc.insecure_channel(address) if not trusted else grpc.secure_channel(
    address, grpc.ssl_channel_credentials(open(trusted[0], "rb").read()))
bearer = (("authorization", f"Bearer {token}"),)
forged = (("authorization", f"Bearer {token[:-6]}AAAAAA"),)


def call(service, method):
    return contract.call(channel, service, method)


def make(message, **fields):
    return contract.message(message)(**fields)


def refusal(ask):
    try:
        ask()
        return "nothing"
    except grpc.RpcError as error:
        details = dict(error.trailing_metadata()).get("grpc-status-details-bin", b"")
        reason = re.search(rb"ERROR_CODE_[A-Z_]+", details)
        return f"{error.code().name} {b'google.rpc.ErrorInfo' in details} {reason[0].decode() if reason else None}"


print("health", channel.unary_unary("/grpc.health.v1.Health/Check")(b"").hex())

watch = channel.unary_stream("/grpc.health.v1.Health/Watch")(b"")
print("watch", next(watch).hex())
watch.cancel()

# The request lists the services: field 7, an empty text.
reflection = channel.stream_stream("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
print("lists SyncService", b"topgun.v1.SyncService" in next(reflection(iter([b"\x3a\x00"]))))

resolvers = call("ResolverService", "ListResolvers")
sync = call("SyncService", "Sync")
for who, wrong in (("without a token", ()), ("with a forged token", forged)):
    print(who, refusal(lambda: list(sync(iter([]), metadata=wrong))))
    print(who, refusal(lambda: resolvers(make("ListResolversRequest", map="notes"), metadata=wrong)))
print("lists", len(resolvers(make("ListResolversRequest", map="notes"), metadata=bearer).resolvers), "resolvers")
broken = make("RegisterResolverRequest", map="notes", resolver=make("ResolverDefinition", name="broken", code="return {"))
print("with broken code", refusal(lambda: call("ResolverService", "RegisterResolver")(broken, metadata=bearer)))

# On one stream: writes a record and sees it come back.
frames = queue.Queue()


def send(**kind):
    frames.put(make("SyncRequest", frame=make("ClientFrame", **kind)))


send(hello=make("Hello", min_version=1, max_version=1, node_id="python", client="python"))
for response in sync(iter(frames.get, None), metadata=bearer):
    kind = response.frame.WhichOneof("kind")
    frame = getattr(response.frame, kind)
    if kind == "welcome":
        print("welcome", frame.subject)
        send(subscribe=make("Subscribe", subscription_id=1, map="from-python"))
    elif kind == "caught_up":
        print("caught up")
        now = int(time.time() * 1000)
        write = make("Write", key="tea", base="WRITE_BASE_ABSENT", value=make("Value", string_value="green ☕"))
        op = make("Op", number=1, op_id=7, millis=now, write=write)
        send(op_batch=make("OpBatch", map="from-python", writer=make("Writer", node_id="python", suffix="a1"), first_sent_ms=now, ops=[op]))
    elif kind == "op_results":
        for result in frame.results:
            print("result", result.number, result.code, result.version)
    elif kind == "change_page":
        for record in frame.records:
            print("record", record.key, record.version)
        if frame.records:
            frames.put(None)
    else:
        print("unexpected", kind)
print("ended")

# Maps by calls, with messages of three megabytes.
put, get, batch, query, follow = (call("MapService", method) for method in ("Put", "Get", "Batch", "Query", "Watch"))
print("put", put(make("PutRequest", map="kept", key="tea", value=make("Value", string_value="green ☕")), metadata=bearer).version)
print("get", get(make("GetRequest", map="kept", key="tea"), metadata=bearer).entry.value.string_value)
writes = [make("BatchWrite", key=key, put=make("Value", string_value=key * 1_000_000)) for key in "abc"]
print("batch", *(result.version for result in batch(make("BatchRequest", map="kept", writes=writes), metadata=bearer).results))
print("query", sum(len(row.value.string_value) for page in query(make("QueryRequest", map="kept"), metadata=bearer) for row in page.rows))

# A hundred streams at once: none ends before it has seen what is written when the last has begun.
begun, seen = threading.Semaphore(0), queue.Queue()


def watch_once():
    stream = follow(make("WatchRequest", map="watched", changes_only=True), metadata=bearer, timeout=60)
    try:
        for response in stream:
            if any(event.put.key == "signal" for event in response.events):
                return seen.put(1)
            if response.caught_up:
                begun.release()
        seen.put(0)
    except grpc.RpcError as error:
        print("a stream ended with", error.code().name)
        seen.put(0)
    finally:
        stream.cancel()


threads = [threading.Thread(target=watch_once) for _ in range(100)]
for thread in threads:
    thread.start()
for _ in threads:
    begun.acquire(timeout=60)
put(make("PutRequest", map="watched", key="signal", value=make("Value", bool_value=True)), metadata=bearer)
print(sum(seen.get() for _ in threads), "streams saw the signal")
for thread in threads:
    thread.join()

print("deadline", refusal(lambda: list(follow(make("WatchRequest", map="kept"), metadata=bearer, timeout=0.3))))


def give_up():
    stream = follow(make("WatchRequest", map="kept"), metadata=bearer)
    for _ in stream:
        stream.cancel()


print("cancel", refusal(give_up))
