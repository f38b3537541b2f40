# The service of the public interop cases with the implementation of gRPC for Python: argv is the contract as a FileDescriptorProto.
# Prints its port, and runs until its input ends.
import sys
import time
from concurrent import futures
import grpc
from contract import load

messages = load(sys.argv[1])


def echo(context):
    sent = dict(context.invocation_metadata())
    if "x-grpc-test-echo-initial" in sent:
        context.send_initial_metadata((("x-grpc-test-echo-initial", sent["x-grpc-test-echo-initial"]),))
    if "x-grpc-test-echo-trailing-bin" in sent:
        context.set_trailing_metadata((("x-grpc-test-echo-trailing-bin", sent["x-grpc-test-echo-trailing-bin"]),))


def refuse(request, context):
    if request.response_status.code:
        code = next(code for code in grpc.StatusCode if code.value[0] == request.response_status.code)
        context.abort(code, request.response_status.message)


def answers(request, context):
    for parameters in request.response_parameters:
        time.sleep(parameters.interval_us / 1_000_000)
        if parameters.HasField("compressed") and not parameters.compressed.value:
            context.disable_next_message_compression()
        response = messages["StreamingOutputCallResponse"]()
        response.payload.body = bytes(parameters.size)
        yield response


def empty_call(request, context):
    echo(context)
    return request


def unary_call(request, context):
    echo(context)
    refuse(request, context)
    response = messages["SimpleResponse"]()
    response.payload.body = bytes(request.response_size)
    return response


def streaming_output_call(request, context):
    echo(context)
    yield from answers(request, context)


def streaming_input_call(requests, context):
    echo(context)
    return messages["StreamingInputCallResponse"](aggregated_payload_size=sum(len(r.payload.body) for r in requests))


def full_duplex_call(requests, context):
    echo(context)
    for request in requests:
        refuse(request, context)
        yield from answers(request, context)


def handler(kind, behavior, request):
    return getattr(grpc, f"{kind}_rpc_method_handler")(
        behavior, request_deserializer=messages[request].FromString, response_serializer=lambda message: message.SerializeToString())


server = grpc.server(futures.ThreadPoolExecutor(max_workers=16), compression=grpc.Compression.Gzip)
server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("grpc.testing.TestService", {
    "EmptyCall": handler("unary_unary", empty_call, "Empty"),
    "UnaryCall": handler("unary_unary", unary_call, "SimpleRequest"),
    "StreamingOutputCall": handler("unary_stream", streaming_output_call, "StreamingOutputCallRequest"),
    "StreamingInputCall": handler("stream_unary", streaming_input_call, "StreamingInputCallRequest"),
    "FullDuplexCall": handler("stream_stream", full_duplex_call, "StreamingOutputCallRequest"),
}),))
print(server.add_insecure_port("127.0.0.1:0"), flush=True)
server.start()
sys.stdin.read()
server.stop(0)
