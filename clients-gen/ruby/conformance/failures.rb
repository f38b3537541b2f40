# frozen_string_literal: true

class Trial
  scenario('token-missing') do
    stub = V1::MapService::Stub.new(ENV.fetch('CONFORMANCE_ADDRESS'), :this_channel_is_insecure)
    refused(GRPC::Unauthenticated, :ERROR_CODE_UNAUTHENTICATED) { stub.get(V1::GetRequest.new(map: @map, key: 'k'), deadline: @ending) }
  end

  scenario('token-expired') do
    with_client(token: 'CONFORMANCE_EXPIRED_TOKEN') do |client|
      refused(GRPC::Unauthenticated, :ERROR_CODE_UNAUTHENTICATED) { get('k', client: client) }
    end
  end

  scenario('forbidden') do
    with_client(token: 'CONFORMANCE_READER_TOKEN') do |client|
      refused(GRPC::PermissionDenied, :OP_RESULT_CODE_FORBIDDEN) { client.maps.put(put_request('k', { a: 1 }), deadline: @ending) }
      get('k', client: client)
    end
  end

  scenario('invalid') do
    no_value = -> { @client.maps.put(V1::PutRequest.new(map: @map, key: 'k'), deadline: @ending) }
    no_map = -> { @client.maps.get(V1::GetRequest.new(key: 'k'), deadline: @ending) }
    [no_value, no_map].each do |call|
      call.call
    rescue GRPC::InvalidArgument => e
      failure = TopGun::Failure.new(e)
      check('there is a reason and a message', failure.reason && !failure.message.empty?)
    else
      raise Failed, 'the call did not fail'
    end
  end

  scenario('deadline') do
    begun = Time.now
    begin
      @client.maps.watch(V1::WatchRequest.new(map: @map, changes_only: true), deadline: begun + 0.5).each { |_| nil }
      raise Failed, 'the call ended by itself'
    rescue GRPC::DeadlineExceeded
      check('it ends within 10 s', Time.now - begun < 10)
    end
  end

  scenario('idempotency-repeat') do
    keyed = put_request('k', { n: 1 }, idempotency_key: TopGun.idempotency_key)
    first = @client.maps.put(keyed, deadline: @ending)
    put('k', { n: 2 })
    equal('answer', @client.maps.put(keyed, deadline: @ending), first)
    holds('k', { 'n' => 2 })
  end

  scenario('idempotency-reused') do
    key = TopGun.idempotency_key
    put('k', { n: 1 }, idempotency_key: key)
    refused(GRPC::FailedPrecondition, :ERROR_CODE_KEY_REUSED, idempotency_key: key) { put('k', { n: 2 }, idempotency_key: key) }
  end

  scenario('retry-lost-answer') do
    register(name: 'first', built_in: V1::BuiltInRule.new(kind: 'FIRST_WRITE_WINS'))
    keyed = put_request('k', { n: 1 }, idempotency_key: TopGun.idempotency_key)
    tries = 0
    with_client(address: 'CONFORMANCE_LOSSY_ADDRESS') do |lossy|
      TopGun.retrying(patience: PATIENCE) do
        tries += 1
        lossy.maps.put(keyed, deadline: @ending)
      end
    end
    check('an answer was lost', tries > 1)
    holds('k', { 'n' => 1 })
  end
end
