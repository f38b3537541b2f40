# Asks a server what any tool may ask, and holds a conversation with it in calls, with the implementation of gRPC for Ruby and without
# generated code: argv is its address, its contract as a FileDescriptorSet, and a token. Prints a line for each thing that it learns.
require 'google/protobuf'
require 'google/protobuf/descriptor_pb'
require 'grpc'

ADDRESS, CONTRACT, TOKEN = ARGV
POOL = Google::Protobuf::DescriptorPool.generated_pool
CONTRACTS = Google::Protobuf::FileDescriptorSet.decode(File.binread(CONTRACT)).file.to_a
CONTRACTS.each { |file| POOL.add_serialized_file(Google::Protobuf::FileDescriptorProto.encode(file)) }

# All of them at once: this library finds no message inside another whose type nobody has asked for.
TYPES = CONTRACTS.flat_map { |file| file.message_type.map { |type| [type.name, POOL.lookup("#{file.package}.#{type.name}").msgclass] } }.to_h
RAW = ->(bytes) { bytes }
STUB = GRPC::ClientStub.new(ADDRESS, :this_channel_is_insecure)
BEARER = { 'authorization' => "Bearer #{TOKEN}" }.freeze

def ask(method, request, answer, metadata: BEARER)
  STUB.request_response("/topgun.v1.#{method}", request, :to_proto.to_proc, TYPES[answer].method(:decode), metadata: metadata)
end

def listen(request, metadata: BEARER, **more)
  STUB.server_streamer('/topgun.v1.SyncService/OpenSession', request, :to_proto.to_proc, TYPES['OpenSessionResponse'].method(:decode), metadata: metadata, **more)
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

# Writes a record and sees it come back, with one call for the server's frames and one for each of its own.
sent = received = 0
session = nil
send_frames = lambda do |is_last, **kind|
  frames = kind.empty? ? [] : [TYPES['ClientFrame'].new(**kind)]
  request = TYPES['SendFramesRequest'].new(session_token: session, first_number: frames.empty? ? 0 : sent + 1, frames: frames, received_through: received, is_last: is_last)
  sent += frames.size
  ask('SyncService/SendFrames', request, 'SendFramesResponse')
end

listen(TYPES['OpenSessionRequest'].new).each do |response|
  frame = response.frame
  if frame.nil?
    session = response.session_token
    send_frames.call(false, hello: TYPES['Hello'].new(min_version: 1, max_version: 1, node_id: 'ruby', client: 'ruby'))
    next
  end
  puts "frame #{response.number} after #{received}" if response.number != received + 1
  received = response.number
  case frame.kind
  when :welcome
    puts "welcome #{frame.welcome.subject}"
    send_frames.call(false, subscribe: TYPES['Subscribe'].new(subscription_id: 1, map: 'from-ruby'))
  when :caught_up
    puts 'caught up'
    now = (Time.now.to_f * 1000).to_i
    write = TYPES['Write'].new(key: 'tea', base: :WRITE_BASE_ABSENT, value: TYPES['Value'].new(string_value: "green \u2615"))
    op = TYPES['Op'].new(number: 1, op_id: 7, millis: now, write: write)
    batch = TYPES['OpBatch'].new(map: 'from-ruby', writer: TYPES['Writer'].new(node_id: 'ruby', suffix: 'a1'), first_sent_ms: now, ops: [op])
    send_frames.call(false, op_batch: batch)
  when :op_results
    frame.op_results.results.each { |result| puts "result #{result.number} #{result.code} #{result.version}" }
  when :change_page
    frame.change_page.records.each { |record| puts "record #{record.key} #{record.version}" }
    send_frames.call(true) unless frame.change_page.records.empty?
  else
    puts "unexpected #{frame.kind}"
  end
end
puts 'ended'

puts "deadline #{refusal { listen(TYPES['OpenSessionRequest'].new, deadline: Time.now + 0.3).to_a }}"
operation = listen(TYPES['OpenSessionRequest'].new, return_op: true)
puts "cancel #{refusal { operation.execute.each { operation.cancel } }}"
