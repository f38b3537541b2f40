# frozen_string_literal: true

class Trial
  scenario('batch-each') do
    results = batch([put_of('a'), patch_of_absent('b'), put_of('c')])
    equal('codes', results.map(&:code), %i[OP_RESULT_CODE_APPLIED OP_RESULT_CODE_RECORD_REMOVED OP_RESULT_CODE_APPLIED])
    check('the refusal has a reason', results[1].reason != '')
    check('a and c are there', get('a') && get('c'))
  end

  scenario('batch-atomic') do
    results = batch([put_of('a'), put_of('b')], atomic: true)
    equal('codes', results.map(&:code), %i[OP_RESULT_CODE_APPLIED])
    equal('versions', [get('a').version, get('b').version], [results.first.version] * 2)
  end

  scenario('batch-refused') do
    refused(GRPC::FailedPrecondition, :OP_RESULT_CODE_RECORD_REMOVED, key: 'b') { batch([put_of('a'), patch_of_absent('b')], atomic: true) }
    equal('a', get('a'), nil)
  end

  private

  def put_of(key)
    V1::BatchWrite.new(key: key, put: TopGun.value({ n: 1 }))
  end

  def patch_of_absent(key)
    V1::BatchWrite.new(key: key, patch: TopGun.patch({ n: 1 }), must_exist: true)
  end

  def batch(writes, atomic: false)
    @client.maps.batch(V1::BatchRequest.new(map: @map, writes: writes, atomic: atomic), deadline: @ending).results.to_a
  end
end
