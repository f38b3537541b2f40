# Asks a server what any tool may ask, with the implementation of gRPC for Ruby and without generated code: argv is its address.
require 'grpc'

RAW = ->(bytes) { bytes }
stub = GRPC::ClientStub.new(ARGV[0], :this_channel_is_insecure)

puts "health #{stub.request_response('/grpc.health.v1.Health/Check', '', RAW, RAW).unpack1('H*')}"
puts "watch #{stub.server_streamer('/grpc.health.v1.Health/Watch', '', RAW, RAW).first.unpack1('H*')}"

begin
  stub.bidi_streamer('/topgun.v1.SyncService/Sync', [], RAW, RAW).first
rescue GRPC::BadStatus => e
  details = e.metadata['grpc-status-details-bin'] || ''
  puts "without a token #{e.code} #{details.include?('google.rpc.ErrorInfo')} #{details.include?('ERROR_CODE_UNAUTHENTICATED')}"
end

begin
  stub.server_streamer('/grpc.health.v1.Health/Watch', '', RAW, RAW, deadline: Time.now + 0.3).to_a
rescue GRPC::BadStatus => e
  puts "deadline #{e.code}"
end
