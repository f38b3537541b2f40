# Asks a server what any tool may ask, holds conversations with it and uses its maps, with the implementation of gRPC for Ruby and without
# generated code: argv is its address, its contract as a FileDescriptorSet, a token, and where it speaks TLS a file with whom to trust. Prints a
# line for each thing that it learns.
require 'google/protobuf'
require 'google/protobuf/descriptor_pb'
require 'grpc'

ADDRESS, CONTRACT, TOKEN, TRUSTED = ARGV
POOL = Google::Protobuf::DescriptorPool.generated_pool
CONTRACTS = Google::Protobuf::FileDescriptorSet.decode(File.binread(CONTRACT)).file.to_a
CONTRACTS.each { |file| POOL.add_serialized_file(Google::Protobuf::FileDescriptorProto.encode(file)) }

# All of them at once: this library finds no message inside another whose type nobody has asked for.
TYPES = CONTRACTS.flat_map { |file| file.message_type.map { |type| [type.name, POOL.lookup("#{file.package}.#{type.name}").msgclass] } }.to_h
RAW = ->(bytes) { bytes }
CREDENTIALS = TRUSTED ? GRPC::Core::ChannelCredentials.new(File.read(TRUSTED)) : :this_channel_is_insecure
STUB = GRPC::ClientStub.new(ADDRESS, CREDENTIALS)
BEARER = { 'authorization' => "Bearer #{TOKEN}" }.freeze

def ask(method, request, answer, metadata: BEARER)
  STUB.request_response("/topgun.v1.#{method}", request, :to_proto.to_proc, TYPES[answer].method(:decode), metadata: metadata)
end

def stream(method, request, answer, metadata: BEARER, **more)
  STUB.server_streamer("/topgun.v1.#{method}", request, :to_proto.to_proc, TYPES[answer].method(:decode), metadata: metadata, **more)
end

def listen(request, **more)
  stream('SyncService/OpenSession', request, 'OpenSessionResponse', **more)
end

def watch(map, **more)
  stream('MapService/Watch', TYPES['WatchRequest'].new(map: map, changes_only: true), 'WatchResponse', **more)
end

def text(value)
  TYPES['Value'].new(string_value: value)
end

def refusal
  yield
  'nothing'
rescue GRPC::BadStatus => e
  details = e.metadata['grpc-status-details-bin'] || ''
  "#{e.code} #{details.include?('google.rpc.ErrorInfo')} #{details[/ERROR_CODE_[A-Z_]+/]}"
end

puts "health #{STUB.request_response('/grpc.health.v1.Health/Check', '', RAW, RAW).unpack1('H*')}"
puts "watch #{STUB.server_streamer('/grpc.health.v1.Health/Watch', '', RAW, RAW).first.unpack1('H*')}"

{ 'without a token' => {}, 'with a forged token' => { 'authorization' => "Bearer #{TOKEN[0...-6]}AAAAAA" } }.each do |who, wrong|
  puts "#{who} #{refusal { STUB.bidi_streamer('/topgun.v1.SyncService/Sync', [], RAW, RAW, metadata: wrong).first }}"
  puts "#{who} #{refusal { ask('ResolverService/ListResolvers', TYPES['ListResolversRequest'].new, 'ListResolversResponse', metadata: wrong) }}"
  puts "#{who} #{refusal { listen(TYPES['OpenSessionRequest'].new, metadata: wrong).to_a }}"
end

puts "lists #{ask('ResolverService/ListResolvers', TYPES['ListResolversRequest'].new(map: 'notes'), 'ListResolversResponse').resolvers.size} resolvers"
broken = TYPES['RegisterResolverRequest'].new(map: 'notes', resolver: TYPES['ResolverDefinition'].new(name: 'broken', code: 'return {'))
puts "with broken code #{refusal { ask('ResolverService/RegisterResolver', broken, 'RegisterResolverResponse') }}"

# Writes a record and sees it come back: what a replica answers to each frame of the server, until it has seen the record.
def answer(frame, node, send)
  map = "from-#{node}"
  case frame.kind
  when :welcome
    puts "welcome #{frame.welcome.subject}"
    send.call(false, subscribe: TYPES['Subscribe'].new(subscription_id: 1, map: map))
  when :caught_up
    puts 'caught up'
    now = (Time.now.to_f * 1000).to_i
    write = TYPES['Write'].new(key: 'tea', base: :WRITE_BASE_ABSENT, value: text("green \u2615"))
    op = TYPES['Op'].new(number: 1, op_id: 7, millis: now, write: write)
    send.call(false, op_batch: TYPES['OpBatch'].new(map: map, writer: TYPES['Writer'].new(node_id: node, suffix: 'a1'), first_sent_ms: now, ops: [op]))
  when :op_results
    frame.op_results.results.each { |result| puts "result #{result.number} #{result.code} #{result.version}" }
  when :change_page
    frame.change_page.records.each { |record| puts "record #{record.key} #{record.version}" }
    send.call(true) unless frame.change_page.records.empty?
  else
    puts "unexpected #{frame.kind}"
  end
end

def hello(node)
  TYPES['Hello'].new(min_version: 1, max_version: 1, node_id: node, client: 'ruby')
end

# With one call for the server's frames and one for each of its own.
sent = received = 0
session = nil
send_frames = lambda do |is_last, **kind|
  frames = kind.empty? ? [] : [TYPES['ClientFrame'].new(**kind)]
  request = TYPES['SendFramesRequest'].new(session_token: session, first_number: frames.empty? ? 0 : sent + 1, frames: frames, received_through: received, is_last: is_last)
  sent += frames.size
  ask('SyncService/SendFrames', request, 'SendFramesResponse')
end

listen(TYPES['OpenSessionRequest'].new).each do |response|
  if response.frame.nil?
    session = response.session_token
    send_frames.call(false, hello: hello('calls'))
    next
  end
  puts "frame #{response.number} after #{received}" if response.number != received + 1
  received = response.number
  answer(response.frame, 'calls', send_frames)
end
puts 'ended'

# On one stream.
waiting = Queue.new
send_on_stream = lambda do |is_last, **kind|
  waiting << (is_last ? nil : TYPES['SyncRequest'].new(frame: TYPES['ClientFrame'].new(**kind)))
end
requests = Enumerator.new { |y| while (request = waiting.pop) do y << request end }
send_on_stream.call(false, hello: hello('stream'))
STUB.bidi_streamer('/topgun.v1.SyncService/Sync', requests, :to_proto.to_proc, TYPES['SyncResponse'].method(:decode), metadata: BEARER).each do |response|
  answer(response.frame, 'stream', send_on_stream)
end
puts 'ended'

# Maps by calls, with messages of three megabytes.
puts "put #{ask('MapService/Put', TYPES['PutRequest'].new(map: 'kept', key: 'tea', value: text("green \u2615")), 'PutResponse').version}"
puts "get #{ask('MapService/Get', TYPES['GetRequest'].new(map: 'kept', key: 'tea'), 'GetResponse').entry.value.string_value}"
writes = %w[a b c].map { |key| TYPES['BatchWrite'].new(key: key, put: text(key * 1_000_000)) }
puts "batch #{ask('MapService/Batch', TYPES['BatchRequest'].new(map: 'kept', writes: writes), 'BatchResponse').results.map(&:version).join(' ')}"
puts "query #{stream('MapService/Query', TYPES['QueryRequest'].new(map: 'kept'), 'QueryResponse').sum { |page| page.rows.sum { |row| row.value.string_value.length } }}"

# A hundred streams at once: none ends before it has seen what is written when the last has begun.
begun = Queue.new
threads = Array.new(100) do
  Thread.new do
    operation = watch('watched', return_op: true)
    operation.execute.each do |response|
      break operation.cancel || true if response.events.any? { |event| event.put&.key == 'signal' }
      begun << true if response.caught_up
    end
  end
end
threads.size.times { begun.pop }
ask('MapService/Put', TYPES['PutRequest'].new(map: 'watched', key: 'signal', value: text('go')), 'PutResponse')
puts "#{threads.count(&:value)} streams saw the signal"

puts "deadline #{refusal { watch('kept', deadline: Time.now + 0.3).to_a }}"
operation = listen(TYPES['OpenSessionRequest'].new, return_op: true)
puts "cancel #{refusal { operation.execute.each { operation.cancel } }}"
