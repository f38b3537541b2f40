# frozen_string_literal: true

require 'grpc'
require 'securerandom'

# Repeats that change nothing twice.
module TopGun
  FIRST_PAUSE = 0.1
  LONGEST_PAUSE = 5.0
  private_constant :FIRST_PAUSE, :LONGEST_PAUSE

  class << self
    # Draws what tells a repeat of a write from another write: a random UUID.
    def idempotency_key
      SecureRandom.uuid
    end

    # Makes the call of the block, and again while its outcome is not known, for so many seconds at most; then its last error is raised. It
    # waits as long as the server asks for, and otherwise for a random part of a pause that doubles. The call may have a deadline, for each try.
    #
    # A write MUST carry an idempotency key that was drawn before, outside of the block: an answer may have been lost, and the key is what
    # keeps the repeat from being another write.
    def retrying(patience: 60)
      ending = now + patience
      pause = FIRST_PAUSE
      begin
        yield
      rescue GRPC::BadStatus => e
        failure = Failure.new(e)
        # Jitter, so that callers that lost the same server do not come back together.
        wait = failure.retry_after + rand * pause
        raise if !failure.may_be_retried? || now + wait > ending

        sleep(wait)
        pause = [pause * 2, LONGEST_PAUSE].min
        retry
      end
    end

    private

    def now
      Process.clock_gettime(Process::CLOCK_MONOTONIC)
    end
  end
end
