# frozen_string_literal: true

require 'grpc'
require 'uri'

module TopGun
  # Gives a Client to the block and closes it afterwards; without a block the caller does. See Client.
  def self.connect(server, **options)
    client = Client.new(server, **options)
    return client unless block_given?

    begin
      yield client
    ensure
      client.close
    end
  end

  # A connection with the generated stubs on it. It is safe for use from many threads; one is enough for a program.
  class Client
    # A frame of the conversation may have 4 MiB and a little more, which is where gRPC stops by itself.
    LARGEST_MESSAGE = 8 << 20
    private_constant :LARGEST_MESSAGE

    # Reads, writes, queries and watches maps.
    attr_reader :maps
    # Registers the rules of maps.
    attr_reader :resolvers
    # The conversation of replicas.
    attr_reader :sync

    # A client of a server. It connects when it is first used, and again after a loss.
    #
    # server:: "https://host:port" for TLS, or "http://host:port" for cleartext, which is for loopback and trusted networks: the token
    #          travels with every call. ArgumentError if it is neither.
    # token::  the bearer token, or what gives it when it is called; it is asked for each call, so it can renew what has expired.
    # credentials:: for TLS, instead of the system's trust: GRPC::Core::ChannelCredentials.
    def initialize(server, token:, credentials: nil)
      address = URI.parse(server)
      unless address.is_a?(URI::HTTP) && address.host
        raise ArgumentError, "#{server.inspect} is no address of a server, as https://host:port or http://host:port"
      end

      target = "#{address.host}:#{address.port}"
      credentials = address.scheme == 'https' ? credentials || GRPC::Core::ChannelCredentials.new : :this_channel_is_insecure
      @channel = GRPC::ClientStub.setup_channel(nil, target, credentials, 'grpc.max_receive_message_length' => LARGEST_MESSAGE)
      @maps, @resolvers, @sync = [V1::MapService, V1::ResolverService, V1::SyncService].map do |service|
        service::Stub.new(target, credentials, channel_override: @channel).extend(WithToken).tap { |stub| stub.token = token }
      end
    end

    # Ends the calls in flight and releases the connection.
    def close
      @channel.close
    end

    # Puts the token into the metadata of each call of a stub. Not by an interceptor: what that adds is lost where an operation is
    # asked for (return_op), which is how a call can be cancelled.
    module WithToken
      attr_writer :token

      %i[request_response client_streamer server_streamer bidi_streamer].each do |kind|
        define_method(kind) do |*arguments, metadata: {}, **options, &block|
          token = @token.respond_to?(:call) ? @token.call : @token
          super(*arguments, metadata: { 'authorization' => "Bearer #{token}" }.merge(metadata), **options, &block)
        end
      end
    end
    private_constant :WithToken
  end
end
