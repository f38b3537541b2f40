#!/usr/bin/env bash
# Shows by a trace of the server's system calls that no result and no change leaves before the sync of its commit.
# Runs the real server under strace, writes ops one by one and at once, and reads the trace; the verdict is printed.
#   scripts/trace-durability.sh [FILE]     keeps the trace in FILE
set -euo pipefail
cd "$(dirname "$0")/.."

if [ "$#" -gt 0 ]; then
  TOPGUN_TRACE=$(realpath -m "$1")
  export TOPGUN_TRACE
fi
command -v strace >/dev/null || { echo "trace-durability.sh: strace is missing; ./scripts/install-test-tools.sh installs it" >&2; exit 2; }

dotnet build tests/EndToEnd -c Release -nologo -v quiet -clp:NoSummary
exec tests/EndToEnd/bin/Release/net10.0/TopGun.EndToEnd -class TopGun.EndToEnd.Durability.TraceTests -showLiveOutput -failSkips -noLogo -noColor
