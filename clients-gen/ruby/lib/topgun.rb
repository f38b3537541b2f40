# frozen_string_literal: true

# Makes the generated stubs of TopGun::V1 pleasant: a connection with a bearer token, native values to and from Value, records from
# their bytes, reasons of errors, and repeats that change nothing twice.
module TopGun
end

require 'topgun/v1/error_pb'
require 'topgun/v1/map_services_pb'
require 'topgun/v1/record_pb'
require 'topgun/v1/resolver_services_pb'
require 'topgun/v1/sync_services_pb'
require 'topgun/client'
require 'topgun/depth'
require 'topgun/digests'
require 'topgun/failure'
require 'topgun/retrying'
require 'topgun/values'
