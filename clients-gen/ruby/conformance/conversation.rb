# frozen_string_literal: true

class Trial
  # A conversation of SyncService, which has begun and has subscribed a map.
  class Conversation
    attr_reader :welcome

    def initialize(client, ending, map, features: [])
      @map = map
      @node_id = "ruby-#{TopGun.idempotency_key}"
      @number = 0
      @requests = Queue.new
      @responses = client.sync.sync(Enumerator.new { |out| drain(out) }, deadline: ending)
      send(hello: V1::Hello.new(min_version: 1, max_version: 1, node_id: @node_id, features: features, client: 'conformance'))
      @welcome = take(:welcome)
      send(subscribe: V1::Subscribe.new(subscription_id: 1, map: map))
    end

    # The next frame of a kind; others are passed over, but for those that must not come before it.
    def take(kind, before: nil)
      loop do
        frame = self.next
        raise Failed, "#{frame.kind} came before #{kind}" if frame.kind == before
        return frame.public_send(kind) if frame.kind == kind
      end
    end

    def next
      @responses.next.frame
    end

    # Sends the next op, which replaces a key that is absent, and gives its id.
    def replace(key, native)
      write(V1::Write.new(key: key, base: :WRITE_BASE_ABSENT, replace: V1::ObjectValue.new(fields: TopGun.fields(native))))
    end

    # Sends the next op, and gives its id; the first is op 1.
    def write(write)
      id = rand(2**64)
      op = V1::Op.new(number: @number += 1, op_id: id, millis: @welcome.server_time_ms, write: write)
      writer = V1::Writer.new(node_id: @node_id, suffix: '1')
      send(op_batch: V1::OpBatch.new(map: @map, writer: writer, first_sent_ms: @welcome.server_time_ms, ops: [op]))
      id
    end

    # Ends this side, and waits for the other's.
    def end
      @requests.close
      loop { @responses.next }
    end

    private

    def send(**frame)
      @requests << V1::SyncRequest.new(frame: V1::ClientFrame.new(**frame))
    end

    def drain(out)
      while (request = @requests.pop)
        out << request
      end
    end
  end

  scenario('sync-op') do
    talk = Conversation.new(@client, @ending, @map)
    equal('version', talk.welcome.version, 1)
    equal('subject', talk.welcome.subject, 'writer')
    talk.take(:caught_up)

    id = talk.replace('tea', { n: 1 })
    result = talk.take(:op_results, before: :change_page).results.first
    equal('result', [result.number, result.op_id, result.code], [1, id, :OP_RESULT_CODE_APPLIED])
    records = talk.take(:change_page).records
    equal('records', records.map { |it| [it.key, it.version] }, [['tea', result.version]])
    equal('record', TopGun.native(TopGun.record_value(records.first.record)), { 'n' => 1 })
    talk.end
  end

  scenario('sync-digest') do
    100.times { |i| put("key-#{i}", { i: i }) }
    talk = Conversation.new(@client, @ending, @map, features: ['digest'])
    entries = []
    until (frame = talk.next).kind == :caught_up
      next unless frame.kind == :change_page

      frame.change_page.records.each { |it| entries << TopGun::DigestEntry.of(it.key, it.version, it.record) }
    end
    equal('records', entries.size, 100)
    equal('digest', frame.caught_up.digest, TopGun.digest(entries))
    talk.end
  end
end
