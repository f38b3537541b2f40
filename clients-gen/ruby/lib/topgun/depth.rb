# frozen_string_literal: true

module TopGun
  # Lets deep values be read: 24 levels are up to 75 messages within each other, and google-protobuf stops at 64 unless it is told otherwise.
  module DeepDecode
    LEVELS = 100

    def decode(bytes, options = {})
      super(bytes, { recursion_limit: LEVELS }.merge(options))
    end
  end
  private_constant :DeepDecode

  responses = [V1::MapService, V1::ResolverService, V1::SyncService].flat_map do |service|
    service::Service.rpc_descs.values.map { |call| call.output.respond_to?(:type) ? call.output.type : call.output }
  end
  [V1::Record, *responses].each { |message| message.singleton_class.prepend(DeepDecode) }
end
