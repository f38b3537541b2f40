# frozen_string_literal: true

require 'digest/sha2'

# The order of timestamps and the digests of maps, which replicas need.
module TopGun
  LEAF = 64
  DEPTH = 16
  NOTHING = ("\0" * 32).b.freeze
  private_constant :LEAF, :DEPTH, :NOTHING

  # A live record in the digest of a map: its path of 16 nibbles, its key's bytes, and the digest of key, version and record.
  DigestEntry = Struct.new(:path, :key, :digest) do
    # Of a key, the version of its last change, and the record's bytes as received.
    def self.of(key, version, record)
      utf8 = key.encode(Encoding::UTF_8).b
      path = Digest::SHA256.digest(utf8).unpack1('H16').each_char.map(&:hex)
      new(path, utf8, Digest::SHA256.digest([utf8.bytesize].pack('N') + utf8 + [version].pack('Q>') + record))
    end
  end

  class << self
    # What to sort HlcTimestamps by, and to compare them with: millis, then counter, then the bytes of the node id.
    def stamp_order(stamp)
      [stamp.millis, stamp.counter, stamp.node_id.b]
    end

    # The digest of what stands below a prefix, an Array of nibbles; without one, of the map. Entries are of live records, each key once.
    def digest(entries, prefix = [])
      digest_of(entries.select { |entry| entry.path.first(prefix.size) == prefix }.sort_by(&:key), prefix)
    end

    private

    def digest_of(below, prefix)
      return NOTHING if below.empty?

      head = [prefix.size, *prefix].pack('C*')
      return Digest::SHA256.digest("\0".b + head + below.map(&:digest).join) if below.size <= LEAF || prefix.size == DEPTH

      children = below.group_by { |entry| entry.path[prefix.size] }
      Digest::SHA256.digest("\1".b + head + 16.times.map { |nibble| digest_of(children.fetch(nibble, []), [*prefix, nibble]) }.join)
    end
  end
end
