# frozen_string_literal: true

class Trial
  scenario('query-where') do
    nine_records
    where = all_of(compare(:EQUAL, 'even', true), any_of(compare(:GREATER, 'n', 4), V1::Predicate.new(prefix: V1::TextPrefix.new(path: path('name'), text: 'name-2'))))
    equal('rows', keys_where(where), %w[r2 r6 r8])
    equal('rows', keys_where(V1::Predicate.new(contains: V1::Containment.new(path: path('tags'), value: TopGun.value('t7')))), %w[r7])
    equal('rows', keys_where(V1::Predicate.new(not: V1::Predicate.new(exists: path('n')))), [])
    one_of = V1::OneOf.new(path: path('n'), values: [1, 3.0].map { |it| TopGun.value(it) })
    equal('rows', keys_where(V1::Predicate.new(one_of: one_of)), %w[r1 r3])
  end

  scenario('query-sort') do
    nine_records
    rows, = query(sort: [descending('even'), descending('n')])
    equal('rows', rows.map(&:key), %w[r8 r6 r4 r2 r9 r7 r5 r3 r1])
  end

  scenario('query-pages') do
    nine_records
    rows, position = query(sort: [descending('n')], limit: 4)
    equal('first page', rows.map(&:key), %w[r9 r8 r7 r6])
    put('r0', { n: 10 })
    rows, position = query(sort: [descending('n')], limit: 4, after: position)
    equal('second page', rows.map(&:key), %w[r5 r4 r3 r2])
    check('the second page has a next', position)
    rows, position = query(sort: [descending('n')], limit: 4, after: position)
    equal('third page', rows.map(&:key), %w[r1])
    equal('next of the last page', position, nil)
  end

  scenario('query-fields') do
    nine_records
    rows, = query(where: compare(:EQUAL, 'n', 1), fields: [path('n'), path('more', 'i')])
    equal('rows', rows.map(&:key), %w[r1])
    equal('value', TopGun.native(rows.first.value), { 'n' => 1, 'more' => { 'i' => 1 } })
    equal('version', rows.first.version, get('r1').version)
  end

  private

  def nine_records
    (1..9).each { |i| put("r#{i}", { n: i, even: i.even?, name: "name-#{i}", tags: ["t#{i}"], more: { i: i } }) }
  end

  # The rows of all pages, and what the last one says of where to go on.
  def query(**query)
    pages = @client.maps.query(V1::QueryRequest.new(map: @map, query: V1::Query.new(**query)), deadline: @ending).to_a
    [pages.flat_map { |page| page.rows.to_a }, pages.last&.next]
  end

  def keys_where(where)
    query(where: where).first.map(&:key)
  end

  def descending(name)
    V1::SortField.new(path: path(name), descending: true)
  end

  def compare(operator, name, native)
    comparison = V1::Comparison.new(path: path(name), operator: :"COMPARE_OPERATOR_#{operator}", value: TopGun.value(native))
    V1::Predicate.new(compare: comparison)
  end

  def all_of(*parts)
    V1::Predicate.new(all_of: V1::PredicateList.new(parts: parts))
  end

  def any_of(*parts)
    V1::Predicate.new(any_of: V1::PredicateList.new(parts: parts))
  end
end
