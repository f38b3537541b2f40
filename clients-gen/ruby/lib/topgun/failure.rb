# frozen_string_literal: true

require 'grpc'
require 'topgun/v1/status_pb'

module TopGun
  # Why a call failed. Programs decide by reason, people read message.
  class Failure
    # The name of an ErrorCode or, where the write itself was refused, of an OpResultCode: :ERROR_CODE_FORBIDDEN,
    # :OP_RESULT_CODE_MERGE_REJECTED. Nil where the server said nothing, as when it is not reached.
    attr_reader :reason
    # For people.
    attr_reader :message
    # What programs may need besides: "map", "key", "resolver" and others, as the codes say.
    attr_reader :metadata
    # How many seconds to wait before the next try; 0 where the server asks for no wait.
    attr_reader :retry_after

    # What a GRPC::BadStatus says.
    def initialize(error)
      @error = error
      @message = error.details
      @metadata = {}
      @retry_after = 0
      details_of(error).each { |detail| take(detail) }
    rescue Google::Protobuf::ParseError
      # What stands between may have put there what it likes; the error itself counts.
    end

    # Whether the same call may well succeed later: the server was not reached or could not answer now, or the answer was lost.
    def may_be_retried?
      case @error
      when GRPC::Unavailable, GRPC::DeadlineExceeded then true
      when GRPC::ResourceExhausted then retry_after.positive?
      else false
      end
    end

    private

    def details_of(error)
      V1::StatusDetails.decode(error.metadata['grpc-status-details-bin'] || '').details
    end

    def take(detail)
      if detail.type_url.end_with?('/google.rpc.ErrorInfo')
        info = V1::ErrorInfoDetail.decode(detail.value)
        return unless info.domain == 'topgun.v1'

        @reason = info.reason.to_sym
        @metadata = info.metadata.to_h
      elsif detail.type_url.end_with?('/google.rpc.RetryInfo')
        delay = V1::RetryInfoDetail.decode(detail.value).retry_delay
        @retry_after = delay.seconds + delay.nanos / 1e9 if delay
      end
    end
  end
end
