# frozen_string_literal: true

class Trial
  V1 = TopGun::V1
  DOUBLES = { 'Infinity' => Float::INFINITY, '-Infinity' => -Float::INFINITY, 'NaN' => Float::NAN }.freeze
  IDS = %w[value-null value-bool value-int64 value-double value-string value-bytes value-list value-object value-nested].freeze

  scenario(*IDS) do
    cases = data('values.json').fetch('cases').select { |it| it['scenario'] == @id }
    check('there are cases', cases.any?)
    cases.each do |it|
      value = value_of(it['value'])
      made = TopGun.value(TopGun.native(value))
      check("#{it['name']} is the same after being native", same?(value, made))
      @client.maps.put(TopGun::V1::PutRequest.new(map: @map, key: it['name'], value: made), deadline: @ending)
      check("#{it['name']} comes back", same?(value, get(it['name']).value))
    end
  end

  private

  # The JSON mapping of Protobuf, by hand: the library's reader stops before 24 levels, and can't be told otherwise.
  def value_of(json)
    kind, content = json.first
    case kind
    when 'nullValue' then V1::Value.new(null_value: :NULL_VALUE)
    when 'boolValue' then V1::Value.new(bool_value: content)
    when 'int64Value' then V1::Value.new(int64_value: Integer(content))
    when 'doubleValue' then V1::Value.new(double_value: DOUBLES.fetch(content) { content.to_f })
    when 'stringValue' then V1::Value.new(string_value: content)
    when 'bytesValue' then V1::Value.new(bytes_value: content.unpack1('m'))
    when 'listValue' then V1::Value.new(list_value: V1::ListValue.new(items: content['items'].map { |item| value_of(item) }))
    when 'objectValue' then V1::Value.new(object_value: V1::ObjectValue.new(fields: content['fields'].transform_values { |field| value_of(field) }))
    else raise Failed, "a #{kind} is unknown here"
    end
  end

  # Doubles by their bits; any NaN is one.
  def same?(one, other)
    return false unless one.kind == other&.kind

    case one.kind
    when :double_value
      [one, other].all? { |it| it.double_value.nan? } || [one, other].map { |it| [it.double_value].pack('G') }.uniq.one?
    when :list_value
      items = [one, other].map { |it| it.list_value.items.to_a }
      items.map(&:size).uniq.one? && items.first.zip(items.last).all? { |a, b| same?(a, b) }
    when :object_value
      fields = [one, other].map { |it| it.object_value.fields.to_a.to_h }
      fields.map { |it| it.keys.sort }.uniq.one? && fields.first.all? { |name, field| same?(field, fields.last[name]) }
    else
      one.public_send(one.kind) == other.public_send(one.kind)
    end
  end
end
