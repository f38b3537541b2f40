# frozen_string_literal: true

class Trial
  scenario('put-get') do
    written = put('milk', { title: 'Milk', count: 3 })
    check('the version is above 0', written.version.positive?)
    check('it is not superseded', !written.superseded)
    entry = get('milk')
    equal('key', entry.key, 'milk')
    equal('version', entry.version, written.version)
    equal('value', TopGun.native(entry.value), { 'title' => 'Milk', 'count' => 3 })
    check('the next version is higher', put('milk', { title: 'Oat milk' }).version > written.version)
  end

  scenario('put-replaces') do
    put('k', { a: 1, b: 2 })
    put('k', { b: 3 })
    holds('k', { 'b' => 3 })
  end

  scenario('put-ttl') do
    put('k', { a: 1 }, ttl_ms: 3_600_000)
    expires = get('k').expires_at_ms
    check('it expires in about an hour', (expires / 1000.0 - Time.now.to_f).between?(50 * 60, 70 * 60))
    put('k', { a: 2 })
    equal('expiry after a put without ttl', get('k').expires_at_ms, expires)
  end

  scenario('get-absent') { equal('entry', get('never'), nil) }

  scenario('get-fields') do
    put('k', { a: { x: 1, y: 2 }, b: 3, c: 4 })
    equal('value', TopGun.native(get('k', path('a', 'x'), path('b')).value), { 'a' => { 'x' => 1 }, 'b' => 3 })
  end

  scenario('patch-keeps') do
    put('k', { a: 1, b: 2 })
    patch('k', { b: 3 })
    holds('k', { 'a' => 1, 'b' => 3 })
  end

  scenario('patch-erases') do
    put('k', { a: 1, b: 2 })
    patch('k', { c: nil }, erase: [:a])
    holds('k', { 'b' => 2, 'c' => nil })
  end

  scenario('patch-must-exist') do
    refused(GRPC::FailedPrecondition, :OP_RESULT_CODE_RECORD_REMOVED, key: 'k') { patch('k', { a: 1 }, must_exist: true) }
    patch('k', { a: 1 })
    holds('k', { 'a' => 1 })
  end

  scenario('remove') do
    put('k', { a: 1 })
    remove('k')
    equal('entry', get('k'), nil)
    remove('never')
  end
end
