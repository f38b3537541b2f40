#!/usr/bin/env bash
# Runs the scenarios of tests/Conformance/SCENARIOS.md on Node, over gRPC or as the first argument says.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/build.sh" conformance
exec node "$here/obj/main.js" "${1:-grpc}"
