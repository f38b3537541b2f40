# frozen_string_literal: true

Gem::Specification.new do |gem|
  gem.name = 'topgun'
  gem.version = '0.1.0'
  gem.summary = 'Stubs for a TopGun server, with native values, tokens, reasons of failures and repeats'
  gem.authors = ['The TopGun authors']
  gem.license = 'Apache-2.0'
  gem.files = Dir['lib/**/*.rb', 'README.md']
  gem.required_ruby_version = '>= 2.7'
  # Code of this generator is read by google-protobuf 3 alone.
  gem.add_dependency 'google-protobuf', '~> 3.21'
  gem.add_dependency 'grpc', '~> 1.51'
end
