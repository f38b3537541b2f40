# frozen_string_literal: true

# The runner of Ruby: goes through the scenarios of tests/Conformance/SCENARIOS.md, which says what each is about.
require_relative 'trial'
require_relative 'values'
require_relative 'records'
require_relative 'queries'
require_relative 'batches'
require_relative 'watches'
require_relative 'conversation'
require_relative 'rules'
require_relative 'types'
require_relative 'failures'
require_relative 'vectors'

$stdout.sync = true
only = ENV.fetch('CONFORMANCE_ONLY', '').split(',')
Trial::SCENARIOS.each do |id, scenario|
  next unless only.empty? || only.include?(id)

  reason = Trial.new(id).try(&scenario)
  puts reason ? "FAIL #{id} #{reason.split.join(' ')}" : "PASS #{id}"
end
