# Plays the cases that every foreign client plays with the implementation of gRPC for Python, which is the one in C: argv is the
# address and the contract as a FileDescriptorProto. Prints "ok <case>" or "failed <case>: <why>" for each.
import sys
import threading
import grpc
from contract import load

address, path = sys.argv[1:]
messages = load(path)
channel = grpc.insecure_channel(address, options=[("grpc.max_receive_message_length", -1)])


def method(kind, name, request, response):
    return getattr(channel, kind)(
        f"/grpc.testing.TestService/{name}",
        request_serializer=lambda message: message.SerializeToString(),
        response_deserializer=messages[response].FromString,
    )


empty = method("unary_unary", "EmptyCall", "Empty", "Empty")
unary = method("unary_unary", "UnaryCall", "SimpleRequest", "SimpleResponse")
output = method("unary_stream", "StreamingOutputCall", "StreamingOutputCallRequest", "StreamingOutputCallResponse")
collect = method("stream_unary", "StreamingInputCall", "StreamingInputCallRequest", "StreamingInputCallResponse")
duplex = method("stream_stream", "FullDuplexCall", "StreamingOutputCallRequest", "StreamingOutputCallResponse")
unknown = method("unary_unary", "UnimplementedCall", "Empty", "Empty")
SimpleRequest, OutputRequest, InputRequest = (
    messages[name] for name in ("SimpleRequest", "StreamingOutputCallRequest", "StreamingInputCallRequest"))


def wanted(*sizes, interval_us=0):
    request = OutputRequest()
    for size in sizes:
        request.response_parameters.add(size=size, interval_us=interval_us)
    return request


def failing(call):
    try:
        call()
    except grpc.RpcError as error:
        return error
    raise AssertionError("the call succeeded")


def question(size, response):
    request = wanted(response)
    request.payload.body = bytes(size)
    return request


def case_unary():
    request = SimpleRequest(response_size=314159)
    request.payload.body = bytes(271828)
    assert len(unary(request).payload.body) == 314159
    empty(messages["Empty"]())


def case_three_megabytes():
    size = 3 * 1024 * 1024
    request = SimpleRequest(response_size=size)
    request.payload.body = bytes(size)
    assert len(unary(request).payload.body) == size


def case_gzip():
    request = SimpleRequest(response_size=314159)
    request.payload.body = bytes(271828)
    request.expect_compressed.value = True
    assert len(unary(request, compression=grpc.Compression.Gzip).payload.body) == 314159


def case_deflate_is_unimplemented():
    request = SimpleRequest()
    request.payload.body = bytes(1000)
    error = failing(lambda: unary(request, compression=grpc.Compression.Deflate))
    assert error.code() == grpc.StatusCode.UNIMPLEMENTED, error


def case_server_stream():
    assert [len(r.payload.body) for r in output(wanted(31415, 9, 2653, 58979))] == [31415, 9, 2653, 58979]


def case_client_stream():
    requests = []
    for size in (27182, 8, 1828, 45904):
        request = InputRequest()
        request.payload.body = bytes(size)
        requests.append(request)
    assert collect(iter(requests)).aggregated_payload_size == 74922


def case_ping_pong():
    answered = threading.Semaphore(0)

    def questions():
        for i in range(100):
            yield question(i, i)
            answered.acquire()

    count = 0
    for response in duplex(questions()):
        assert len(response.payload.body) == count
        count += 1
        answered.release()
    assert count == 100


def case_error_with_details():
    request = SimpleRequest()
    request.response_status.code = 9
    request.response_status.message = "\t\nBMP ☺ and non-BMP 😈\t\n"
    error = failing(lambda: unary(request))
    assert error.code() == grpc.StatusCode.FAILED_PRECONDITION
    assert error.details() == request.response_status.message, error.details()
    assert b"google.rpc.ErrorInfo" in dict(error.trailing_metadata())["grpc-status-details-bin"]


def case_metadata():
    sent = (("x-grpc-test-echo-initial", "first"), ("x-grpc-test-echo-trailing-bin", b"\xab\xab\xab"))
    _, call = unary.with_call(SimpleRequest(response_size=1), metadata=sent)
    assert dict(call.initial_metadata())["x-grpc-test-echo-initial"] == "first"
    assert dict(call.trailing_metadata())["x-grpc-test-echo-trailing-bin"] == b"\xab\xab\xab"


def case_unimplemented():
    assert failing(lambda: unknown(messages["Empty"]())).code() == grpc.StatusCode.UNIMPLEMENTED


def case_deadline():
    error = failing(lambda: list(output(wanted(1, interval_us=900_000_000), timeout=0.2)))
    assert error.code() == grpc.StatusCode.DEADLINE_EXCEEDED


def case_cancel():
    request = wanted(1)
    request.response_parameters.add(size=1, interval_us=900_000_000)
    call = output(request)
    next(call)
    call.cancel()
    assert failing(lambda: next(call)).code() == grpc.StatusCode.CANCELLED


def case_hundred_streams():
    everybody = threading.Barrier(101)
    failures = []

    def talk(i):
        first = threading.Event()

        def questions():
            yield question(1, i)
            first.wait(60)

        try:
            call = duplex(questions())
            assert len(next(call).payload.body) == i
            everybody.wait(60)
            first.set()
            assert list(call) == []
        except Exception as e:
            failures.append(e)
            everybody.abort()

    threads = [threading.Thread(target=talk, args=(i,)) for i in range(100)]
    for thread in threads:
        thread.start()
    try:
        everybody.wait(60)
    except threading.BrokenBarrierError:
        pass
    for thread in threads:
        thread.join()
    assert not failures, failures[0]


for name, play in [(name[5:], play) for name, play in list(globals().items()) if name.startswith("case_")]:
    try:
        play()
        print(f"ok {name}")
    except Exception as e:
        print(f"failed {name}: {type(e).__name__} {e}".replace("\n", " "))
