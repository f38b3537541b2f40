#!/usr/bin/env bash
# Runs the scenarios of tests/Conformance/SCENARIOS.md on Node, over gRPC or as the first argument says.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Two of these may run at once: one of them installs and builds.
exec 9> conformance/.lock
flock 9
if ! cmp -s package.json node_modules/installed.json; then
  npm install --silent --no-audit --no-fund --ignore-scripts >&2
  cp package.json node_modules/installed.json
fi
npx tsc >&2
npx tsc -p conformance >&2
exec 9>&-
exec node conformance/obj/main.js "${1:-grpc}"
