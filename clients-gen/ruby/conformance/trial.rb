# frozen_string_literal: true

require 'json'
require 'topgun'

# One scenario on its way, with a map of its own and a client of the user 'writer'. What goes wrong ends it.
class Trial
  PATIENCE = 30
  SCENARIOS = {}

  class Failed < StandardError; end

  # What an id does; the block runs in a trial.
  def self.scenario(*ids, &block)
    ids.each { |id| SCENARIOS[id] = block }
  end

  def initialize(id)
    @id = id
    @map = ENV.fetch('CONFORMANCE_MAPS') + id
    @ending = Time.now + PATIENCE
  end

  # Gives the reason of a failure, or nil.
  def try(&scenario)
    with_client do |client|
      @client = client
      instance_exec(&scenario)
    end
    nil
  rescue Failed => e
    e.message
  rescue StandardError => e
    "#{e.class}: #{e.message} at #{e.backtrace.first}"
  end

  private

  def with_client(address: 'CONFORMANCE_ADDRESS', token: 'CONFORMANCE_TOKEN', &block)
    TopGun.connect("http://#{ENV.fetch(address)}", token: ENV.fetch(token), &block)
  end

  def check(what, is_so)
    raise Failed, "#{what}: this is not so" unless is_so
  end

  def equal(what, got, wanted)
    raise Failed, "#{what}: #{got.inspect} came; #{wanted.inspect} was expected" unless got == wanted
  end

  # Looks at why the call of the block fails, which it must.
  def refused(status, reason, **metadata)
    yield
  rescue GRPC::BadStatus => e
    failure = TopGun::Failure.new(e)
    equal('status', e.class, status)
    equal('reason', failure.reason, reason)
    metadata.each { |name, value| equal("metadata #{name}", failure.metadata[name.to_s], value) }
    failure
  else
    raise Failed, "the call did not fail; #{reason} was expected"
  end

  def data(name)
    JSON.parse(File.read(File.join(ENV.fetch('CONFORMANCE_DATA'), name), encoding: 'UTF-8'))
  end

  def put_request(key, native, **more)
    TopGun::V1::PutRequest.new(map: @map, key: key, value: TopGun.value(native), **more)
  end

  def put(key, native, **more)
    @client.maps.put(put_request(key, native, **more), deadline: @ending)
  end

  def patch(key, set, erase: [], must_exist: false)
    request = TopGun::V1::PatchRequest.new(map: @map, key: key, patch: TopGun.patch(set, erase: erase), must_exist: must_exist)
    @client.maps.patch(request, deadline: @ending)
  end

  def remove(key)
    @client.maps.remove(TopGun::V1::RemoveRequest.new(map: @map, key: key), deadline: @ending)
  end

  def get(key, *fields, client: @client)
    client.maps.get(TopGun::V1::GetRequest.new(map: @map, key: key, fields: fields), deadline: @ending).entry
  end

  def holds(key, wanted)
    entry = get(key)
    check("#{key} is there", entry)
    equal(key, TopGun.native(entry.value), wanted)
  end

  def path(*names)
    TopGun::V1::FieldPath.new(names: names)
  end
end
