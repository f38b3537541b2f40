# frozen_string_literal: true

class Trial
  # A call of Watch, read as it comes.
  class Watch
    attr_reader :cursor

    def initialize(client, ending, **request)
      @operation = client.maps.watch(V1::WatchRequest.new(**request), deadline: ending, return_op: true)
      @responses = @operation.execute
    end

    def cancel
      @operation.cancel
    end

    # What is told until a response says that this is all, as texts.
    def until_caught_up
      events = []
      loop do
        response = take
        events.concat(texts(response))
        return events if response.caught_up
      end
    end

    # The next thing told; responses without events are passed over.
    def next_events
      loop do
        events = texts(take)
        return events if events.any?
      end
    end

    private

    def take
      response = @responses.next
      @cursor = response.cursor
      response
    end

    def texts(response)
      response.events.map do |event|
        event.kind == :gone ? "gone #{event.gone}" : "put #{event.put.key}#{JSON.generate(TopGun.native(event.put.value).sort.to_h)}"
      end
    end
  end

  scenario('watch-resume') do
    put('a', { n: 0 })
    cursor = with_client do |first|
      watch = Watch.new(first, @ending, map: @map)
      equal('first events', watch.until_caught_up, ['put a{"n":0}'])
      watch.cancel
      watch.cursor
    end

    put('b', { n: 1 })
    patch('a', { n: 1 })
    patch('a', { m: 2 })
    put('c', { n: 1 })
    remove('c')

    with_client do |second|
      watch = Watch.new(second, @ending, map: @map, cursor: cursor)
      equal('events since the cursor', watch.until_caught_up.sort, ['gone c', 'put a{"m":2,"n":1}', 'put b{"n":1}'])
      put('d', { n: 1 })
      equal('the next event', watch.next_events, ['put d{"n":1}'])
      watch.cancel
    end
  end

  scenario('watch-where') do
    watch = Watch.new(@client, @ending, map: @map, where: compare(:EQUAL, 'done', false))
    equal('events of an empty map', watch.until_caught_up, [])
    put('never', { done: true })
    put('x', { done: false })
    equal('event', watch.next_events, ['put x{"done":false}'])
    patch('never', { n: 1 })
    patch('x', { done: true })
    equal('event', watch.next_events, ['gone x'])
    watch.cancel
  end
end
