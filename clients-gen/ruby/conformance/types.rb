# frozen_string_literal: true

class Trial
  HIGHEST = 2**63 - 1

  private

  def as_other(&block)
    with_client(token: 'CONFORMANCE_OTHER_TOKEN', &block)
  end

  def add(*elements, key: 'k', client: @client)
    request = TopGun::V1::AddElementsRequest.new(map: @map, key: key, elements: elements.map { |it| TopGun.value(it) })
    client.maps.add_elements(request, deadline: @ending)
  end

  def take_out(*elements)
    request = TopGun::V1::RemoveElementsRequest.new(map: @map, key: 'k', elements: elements.map { |it| TopGun.value(it) })
    @client.maps.remove_elements(request, deadline: @ending)
  end

  def count(delta, key: 'k', client: @client, idempotency_key: '')
    request = TopGun::V1::CountRequest.new(map: @map, key: key, delta: delta, idempotency_key: idempotency_key)
    client.maps.count(request, deadline: @ending)
  end

  scenario('set-add-remove') do
    add('a', 'b')
    add('b', 'c')
    holds('k', %w[a b c])
    take_out('a', 'never')
    holds('k', %w[b c])
    take_out
    equal('entry', get('k'), nil)
  end

  scenario('set-concurrent') do
    add('a', 'b')
    talk = Conversation.new(@client, @ending, @map, features: ['ormap'])
    seen = TopGun.seen_elements(talk.take(:change_page).records.first.record)
    equal('elements', seen.elements.map { |it| [TopGun.native(it.value), it.tags.size] }, [['a', 1], ['b', 1]])
    talk.take(:caught_up)

    as_other { |other| add('a', client: other) }
    talk.write(TopGun::V1::Write.new(key: 'k', base: :WRITE_BASE_LIVE, remove_elements: seen))
    equal('codes', talk.take(:op_results).results.map(&:code), [:OP_RESULT_CODE_APPLIED])
    holds('k', ['a'])
    talk.end
  end

  scenario('set-ops') do
    talk = Conversation.new(@client, @ending, @map, features: ['ormap'])
    talk.take(:caught_up)
    elements = %w[a b c].map { |it| TopGun::V1::SeenElement.new(value: TopGun.value(it)) }
    talk.write(TopGun::V1::Write.new(key: 'k', base: :WRITE_BASE_ABSENT, add_elements: TopGun::V1::AddElements.new(elements: elements)))
    equal('codes of the addition', talk.take(:op_results).results.map(&:code), [:OP_RESULT_CODE_APPLIED])
    seen = TopGun.seen_elements(talk.take(:change_page).records.first.record)
    equal('elements', seen.elements.map { |it| [TopGun.native(it.value), it.tags.size] }, [['a', 1], ['b', 1], ['c', 1]])
    seen.elements.pop
    talk.write(TopGun::V1::Write.new(key: 'k', base: :WRITE_BASE_LIVE, remove_elements: seen))
    equal('codes of the removal', talk.take(:op_results).results.map(&:code), [:OP_RESULT_CODE_APPLIED])
    holds('k', ['c'])
    talk.end
  end

  scenario('counter-sum') do
    key = TopGun.idempotency_key
    first = count(5, idempotency_key: key)
    as_other { |other| count(-7, client: other) }
    equal('answer to the repeat', count(5, idempotency_key: key), first)
    holds('k', -2)
    @client.maps.remove_counter(TopGun::V1::RemoveCounterRequest.new(map: @map, key: 'k'), deadline: @ending)
    equal('entry', get('k'), nil)
    count(3)
    holds('k', 3)
  end

  scenario('counter-overflow') do
    count(HIGHEST)
    refused(GRPC::InvalidArgument, :OP_RESULT_CODE_TOO_LARGE, key: 'k') { count(1) }
    holds('k', HIGHEST)
  end

  scenario('counter-ops') do
    talk = Conversation.new(@client, @ending, @map, features: ['counter'])
    talk.take(:caught_up)
    talk.write(TopGun::V1::Write.new(key: 'k', base: :WRITE_BASE_ABSENT, count: TopGun::V1::Count.new(delta: 5)))
    equal('codes of counting', talk.take(:op_results).results.map(&:code), [:OP_RESULT_CODE_APPLIED])
    as_other { |other| count(2, client: other) }
    talk.write(TopGun::V1::Write.new(key: 'k', base: :WRITE_BASE_LIVE, remove_counter: TopGun::V1::RemoveCounter.new(seen: 5)))
    equal('codes of removing what was counted on', talk.take(:op_results).results.map(&:code), [:OP_RESULT_CODE_SUPERSEDED])
    holds('k', 7)
    talk.write(TopGun::V1::Write.new(key: 'k', base: :WRITE_BASE_LIVE, remove_counter: TopGun::V1::RemoveCounter.new(seen: 7)))
    equal('codes of removing', talk.take(:op_results).results.map(&:code), [:OP_RESULT_CODE_APPLIED])
    equal('entry', get('k'), nil)
    talk.end
  end

  scenario('type-mismatch') do
    count(1, key: 'a')
    refused(GRPC::FailedPrecondition, :OP_RESULT_CODE_TYPE_MISMATCH, key: 'b') { put('b', 1) }
    refused(GRPC::FailedPrecondition, :OP_RESULT_CODE_TYPE_MISMATCH, key: 'b') { add('x', key: 'b') }
    equal('entry', get('b'), nil)
    holds('a', 1)
  end
end
