#!/usr/bin/env bash
# Goes through the scenarios with the system's own Ruby, whose packages grpc and google-protobuf are.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
exec /usr/bin/ruby -I ../lib main.rb
