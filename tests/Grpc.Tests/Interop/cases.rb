# Plays the cases that every foreign client plays with the implementation of gRPC for Ruby: argv is the address and the contract as a
# FileDescriptorProto. Prints "ok <case>" or "failed <case>: <why>" for each.
require 'google/protobuf'
require 'grpc'

address, path = ARGV
pool = Google::Protobuf::DescriptorPool.generated_pool
pool.add_serialized_file(File.binread(path))
MESSAGES = Hash.new { |known, name| known[name] = pool.lookup("grpc.testing.#{name}").msgclass }

class TestService
  include GRPC::GenericService
  self.marshal_class_method = :encode
  self.unmarshal_class_method = :decode
  self.service_name = 'grpc.testing.TestService'
  rpc :EmptyCall, MESSAGES['Empty'], MESSAGES['Empty']
  rpc :UnaryCall, MESSAGES['SimpleRequest'], MESSAGES['SimpleResponse']
  rpc :StreamingOutputCall, MESSAGES['StreamingOutputCallRequest'], stream(MESSAGES['StreamingOutputCallResponse'])
  rpc :StreamingInputCall, stream(MESSAGES['StreamingInputCallRequest']), MESSAGES['StreamingInputCallResponse']
  rpc :FullDuplexCall, stream(MESSAGES['StreamingOutputCallRequest']), stream(MESSAGES['StreamingOutputCallResponse'])
  rpc :UnimplementedCall, MESSAGES['Empty'], MESSAGES['Empty']
end

STUB = TestService.rpc_stub_class.new(address, :this_channel_is_insecure)

def check(condition, what)
  raise what unless condition
end

def refused
  yield
rescue GRPC::BadStatus => e
  e
else
  raise 'the call succeeded'
end

def payload(size)
  MESSAGES['Payload'].new(body: "\0" * size)
end

def wanted(*sizes, interval_us: 0)
  parameters = sizes.map { |size| MESSAGES['ResponseParameters'].new(size: size, interval_us: interval_us) }
  MESSAGES['StreamingOutputCallRequest'].new(response_parameters: parameters)
end

def simple(**fields)
  MESSAGES['SimpleRequest'].new(**fields)
end

CASES = {
  unary: lambda {
    check(STUB.unary_call(simple(response_size: 314_159, payload: payload(271_828))).payload.body.bytesize == 314_159, 'wrong size')
    STUB.empty_call(MESSAGES['Empty'].new)
  },
  three_megabytes: lambda {
    size = 3 * 1024 * 1024
    check(STUB.unary_call(simple(response_size: size, payload: payload(size))).payload.body.bytesize == size, 'wrong size')
  },
  server_stream: lambda {
    check(STUB.streaming_output_call(wanted(31_415, 9, 2_653)).map { |r| r.payload.body.bytesize } == [31_415, 9, 2_653], 'wrong sizes')
  },
  client_stream: lambda {
    requests = [27_182, 8, 1_828, 45_904].map { |size| MESSAGES['StreamingInputCallRequest'].new(payload: payload(size)) }
    check(STUB.streaming_input_call(requests).aggregated_payload_size == 74_922, 'wrong sum')
  },
  ping_pong: lambda {
    answered = Queue.new
    questions = Enumerator.new { |y| 100.times { |i| y << wanted(i); answered.pop } }
    count = 0
    STUB.full_duplex_call(questions).each do |response|
      check(response.payload.body.bytesize == count, 'out of step')
      count += 1
      answered << true
    end
    check(count == 100, "#{count} answers")
  },
  error_with_details: lambda {
    message = "\t\nBMP \u263a and non-BMP \u{1f608}\t\n"
    error = refused { STUB.unary_call(simple(response_status: MESSAGES['EchoStatus'].new(code: 9, message: message))) }
    check(error.code == GRPC::Core::StatusCodes::FAILED_PRECONDITION, "code #{error.code}")
    check(error.details.dup.force_encoding('UTF-8') == message, error.details)
    check(error.metadata['grpc-status-details-bin'].include?('google.rpc.ErrorInfo'), 'no details')
  },
  metadata: lambda {
    sent = { 'x-grpc-test-echo-initial' => 'first', 'x-grpc-test-echo-trailing-bin' => "\xab\xab\xab".b }
    operation = STUB.unary_call(simple(response_size: 1), metadata: sent, return_op: true)
    operation.execute
    check(operation.metadata['x-grpc-test-echo-initial'] == 'first', 'no header')
    check(operation.trailing_metadata['x-grpc-test-echo-trailing-bin'] == "\xab\xab\xab".b, 'no trailer')
  },
  unimplemented: lambda {
    check(refused { STUB.unimplemented_call(MESSAGES['Empty'].new) }.is_a?(GRPC::Unimplemented), 'another code')
  },
  deadline: lambda {
    # On a stream of responses this version of the library ends with an error of its own instead.
    requests = Enumerator.new { |y| y << MESSAGES['StreamingInputCallRequest'].new; sleep 1 }
    error = refused { STUB.streaming_input_call(requests, deadline: Time.now + 0.2) }
    check(error.is_a?(GRPC::DeadlineExceeded), error.message)
  },
  cancel: lambda {
    request = MESSAGES['StreamingOutputCallRequest'].new(
      response_parameters: [0, 900_000_000].map { |us| MESSAGES['ResponseParameters'].new(size: 1, interval_us: us) })
    operation = STUB.streaming_output_call(request, return_op: true)
    error = refused { operation.execute.each { operation.cancel } }
    check(error.is_a?(GRPC::Cancelled), error.message)
  },
  hundred_streams: lambda {
    # None ends before all have their first answer.
    answered = Queue.new
    all_answered = Queue.new
    threads = Array.new(100) do |i|
      Thread.new do
        questions = Enumerator.new { |y| y << wanted(i); all_answered.pop }
        STUB.full_duplex_call(questions).sum { |r| (answered << true; r.payload.body.bytesize) }
      end
    end
    100.times { answered.pop }
    all_answered.close
    threads.each_with_index { |thread, i| check(thread.value == i, "stream #{i}") }
  },
}.freeze

CASES.each do |name, play|
  play.call
  puts "ok #{name}"
rescue StandardError => e
  puts "failed #{name}: #{e.class} #{e.message}".tr("\n", ' ')
end
