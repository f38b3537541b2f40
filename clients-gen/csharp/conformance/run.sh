#!/usr/bin/env bash
# Runs the scenarios of tests/Conformance/SCENARIOS.md on the project's own gRPC runtime; built with the solution.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
program=$(ls -t bin/*/net10.0/TopGun.Stubs.Conformance 2>/dev/null | head -n 1)
[ -n "$program" ] || { echo "run.sh: build clients-gen/csharp/conformance first; the solution does" >&2; exit 1; }
exec "$program"
