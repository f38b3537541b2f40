# Asks a server what any tool may ask, with the implementation of gRPC for Python and without generated code: argv is its address.
import sys
import grpc

channel = grpc.insecure_channel(sys.argv[1])
print("health", channel.unary_unary("/grpc.health.v1.Health/Check")(b"").hex())

watch = channel.unary_stream("/grpc.health.v1.Health/Watch")(b"")
print("watch", next(watch).hex())
watch.cancel()

# The request lists the services: field 7, an empty text.
reflection = channel.stream_stream("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")
print("lists SyncService", b"topgun.v1.SyncService" in next(reflection(iter([b"\x3a\x00"]))))

try:
    next(channel.stream_stream("/topgun.v1.SyncService/Sync")(iter([])))
except grpc.RpcError as error:
    details = dict(error.trailing_metadata()).get("grpc-status-details-bin", b"")
    print("without a token", error.code().name, b"google.rpc.ErrorInfo" in details, b"ERROR_CODE_UNAUTHENTICATED" in details)

try:
    list(channel.unary_stream("/grpc.health.v1.Health/Watch")(b"", timeout=0.3))
except grpc.RpcError as error:
    print("deadline", error.code().name)
