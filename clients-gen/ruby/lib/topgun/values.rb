# frozen_string_literal: true

# Native values to and from Value, and what records hold.
module TopGun
  INTEGERS = (-2**63..2**63 - 1).freeze
  private_constant :INTEGERS

  class << self
    # A Value of nil, true, false, an Integer of 64 bits, a Float, a String, a Symbol (its name), an Array of these or a Hash from Strings
    # or Symbols to these. A String with the encoding BINARY becomes bytes, any other a text. A Value stands for itself.
    #
    # Raises ArgumentError for anything else, an Integer of more bits, and a text that its encoding does not allow.
    def value(native)
      case native
      when nil then V1::Value.new(null_value: :NULL_VALUE)
      when true, false then V1::Value.new(bool_value: native)
      when Integer then V1::Value.new(int64_value: within_64_bits(native))
      when Float then V1::Value.new(double_value: native)
      when String then string_value(native)
      when Symbol then V1::Value.new(string_value: text(native.to_s))
      when Array then V1::Value.new(list_value: V1::ListValue.new(items: native.map { |item| value(item) }))
      when Hash then V1::Value.new(object_value: V1::ObjectValue.new(fields: fields(native)))
      when V1::Value then native
      else raise ArgumentError, "a #{native.class} has no place in a Value"
      end
    end

    # The fields of an object, or those that a Patch sets; see value.
    def fields(native)
      native.each_with_object({}) do |(name, field), fields|
        raise ArgumentError, "the names of an object are Strings or Symbols, and not #{name.inspect}" unless name.is_a?(String) || name.is_a?(Symbol)

        fields[text(name.to_s)] = value(field)
      end
    end

    # A Patch that sets some fields and erases others; see value.
    def patch(set, erase: [])
      V1::Patch.new(set: fields(set), erase: erase.map(&:to_s))
    end

    # The opposite of value; the names of an object are Strings. Of a Value that is not set, or is nil itself, nil.
    def native(value)
      case value&.kind
      when :bool_value then value.bool_value
      when :int64_value then value.int64_value
      when :double_value then value.double_value
      when :string_value then value.string_value
      when :bytes_value then value.bytes_value
      when :list_value then value.list_value.items.map { |item| native(item) }
      when :object_value then value.object_value.fields.to_a.to_h { |name, field| [name, native(field)] }
      end
    end

    # What a record holds, as a Value, from the bytes in which it travels in the sync conversation; nil where it is removed.
    #
    # Raises Google::Protobuf::ParseError if the bytes are no record, ArgumentError for a kind that is unknown here.
    def record_value(bytes)
      record = V1::Record.decode(bytes)
      case record.root_kind
      when :ROOT_KIND_REMOVED then nil
      when :ROOT_KIND_VALUE then record.root_value
      when :ROOT_KIND_OBJECT
        live = record.registers.select(&:value) # without a value the field was erased
        V1::Value.new(object_value: V1::ObjectValue.new(fields: live.to_h { |register| [register.field, register.value] }))
      else raise ArgumentError, "a record of the kind #{record.root_kind} is unknown here"
      end
    end

    # What the bytes of a set's record show, as the RemoveElements that takes all of it out: each element with its tags. What is to stay is
    # left out of its elements first. Whoever else adds an element meanwhile keeps it, since that tag is not among these. Empty where the
    # record is no set.
    #
    # Raises Google::Protobuf::ParseError if the bytes are no record.
    def seen_elements(bytes)
      record = V1::Record.decode(bytes)
      items = record.root_value&.list_value&.items.to_a
      elements = record.tags.zip(items).map { |seen, item| V1::SeenElement.new(value: item, tags: seen.tags.to_a) }
      V1::RemoveElements.new(writers: record.writers.to_a, elements: elements)
    end

    private

    def within_64_bits(integer)
      return integer if INTEGERS.cover?(integer)

      raise ArgumentError, "#{integer} is not within #{INTEGERS}, the integers of a Value"
    end

    def string_value(string)
      return V1::Value.new(bytes_value: string) if string.encoding == Encoding::BINARY

      V1::Value.new(string_value: text(string))
    end

    def text(string)
      raise ArgumentError, "a String of #{string.bytesize} bytes is not #{string.encoding}; bytes that are no text are BINARY" unless string.valid_encoding?

      string.encode(Encoding::UTF_8)
    end
  end
end
