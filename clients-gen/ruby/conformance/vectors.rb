# frozen_string_literal: true

class Trial
  scenario('vector-hlc') do
    stamps = data('hlc-order.json').fetch('ascending').map { |it| V1::HlcTimestamp.new(**it.transform_keys(&:to_sym)) }
    check('there are timestamps', stamps.size > 1)
    stamps.each_with_index do |one, i|
      stamps.each_with_index { |other, j| equal("#{one} and #{other}", TopGun.stamp_order(one) <=> TopGun.stamp_order(other), i <=> j) }
    end
  end

  scenario('vector-record') do
    cases = data('register-merge.json').fetch('cases').select { |it| it['record'] }
    check('there are cases', cases.any?)
    cases.each do |it|
      value = TopGun.record_value(V1::Record.encode(record_of(it['record'])))
      equal("#{it['name']} is live", !value.nil?, it.key?('value'))
      check("#{it['name']} has its value", same?(value, TopGun.value(it['value']))) if it.key?('value')
    end
    sets_and_counters
  end

  scenario('vector-digest') do
    cases = data('digest.json').fetch('cases')
    check('there are cases', cases.any?)
    cases.each do |it|
      entries = entries_of(it)
      it['digests'].each do |prefix, digest|
        equal("#{it['name']} below '#{prefix}'", TopGun.digest(entries, prefix.each_char.map(&:hex)).unpack1('H*'), digest)
      end
    end
  end

  private

  def sets_and_counters
    cases = data('typed-records.json').fetch('cases')
    check('there are sets and counters', cases.any?)
    cases.each do |it|
      bytes = [it['record']].pack('H*')
      value = TopGun.record_value(bytes)
      equal("#{it['name']} is live", !value.nil?, it.key?('value'))
      check("#{it['name']} has its value", same?(value, value_of(it['value']))) if it.key?('value')
      seen = TopGun.seen_elements(bytes)
      tags = seen.elements.map { |element| element.tags.map { |tag| "#{seen.writers[tag.writer]}/#{tag.number}/#{tag.index}" } }
      equal("who added what: #{it['name']}", tags, it['seen'])
    end
  end

  def record_of(it)
    stamps = []
    index = lambda do |text|
      stamps << text unless stamps.include?(text)
      stamps.index(text)
    end
    root = it['root']
    record = V1::Record.new(root_kind: :"ROOT_KIND_#{root['kind'].upcase}", root_at: index.(root['at']))
    record.root_value = TopGun.value(root['value']) if root.key?('value')
    record.cleared_at = index.(it['cleared']) if it['cleared']
    it['registers'].each do |name, field|
      register = V1::Register.new(field: name, at: index.(field['at']))
      register.value = TopGun.value(field['value']) if field.key?('value')
      record.registers << register
    end
    stamps.each { |text| record.stamps << stamp_of(text) }
    record
  end

  # millis.counter@node
  def stamp_of(text)
    millis, counter, node_id = text.match(/\A(\d+)\.(\d+)@(.*)\z/m).captures
    V1::HlcTimestamp.new(millis: millis.to_i, counter: counter.to_i, node_id: node_id)
  end

  # The records of a case, or the rule that they follow.
  def entries_of(it)
    return it['records'].map { |record| TopGun::DigestEntry.of(record['key'], record['version'], [record['record']].pack('H*')) } if it['records']

    indices = it['indices'] || it['count'].times.map { |i| it['first'] + i }
    indices.map { |i| TopGun::DigestEntry.of("key-#{i}", i, Digest::SHA256.digest("key-#{i}")) }
  end
end
