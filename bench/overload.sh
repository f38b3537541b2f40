#!/usr/bin/env bash
# Overload: what a server does when it is offered ten times what it can take. For a quiet machine.   bench/overload.sh [SECONDS]
# Prints the peak with 8 callers; what gets through while 80 callers push for SECONDS (30), who wait for their answers, so none is held back; then what
# gets through while 1,000 callers with 1,000 writes each push for as long, five times what the server keeps waiting, so that most are held back; and
# what 8 callers reach right after that. Goodput should stay above 80 % of the peak, memory bounded, and the last figure be the first again.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-30}
dotnet build src/Host -c Release -nologo -v quiet -clp:NoSummary
place=$(mktemp -d)
topgun=src/Host/bin/Release/net10.0/topgun
export TOPGUN__LIMITS__OPSPERSECOND=100000000 TOPGUN__LIMITS__OPSBURST=100000000 TOPGUN__LIMITS__BYTESPERSECOND=1099511627776 TOPGUN__LIMITS__BYTESBURST=1099511627776
"$topgun" serve --dev --data "$place/data.db" --port 0 >"$place/out" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$place"' EXIT
for _ in $(seq 200); do grep -q '^ready' "$place/out" && break; sleep 0.1; done
address=$(sed -n 's/^grpc: *//p' "$place/out")
token=$(sed -n 's/^token: *//p' "$place/out")
memory() { awk '/VmHWM/ { print int($2 / 1024) " MiB at most" }' "/proc/$server/status"; }
drive() { "$topgun" bench --server "$address" --token "$token" "$@"; }
drive --callers 8 --batch 100 --seconds 3 >/dev/null
echo "peak:      $(drive --callers 8 --batch 100 --seconds 10)"
echo "           $(memory)"
echo "overload:  $(drive --callers 80 --batch 100 --seconds "$seconds")"
echo "           $(memory)"
echo "beyond:    $(drive --callers 1000 --batch 1000 --seconds "$seconds")"
echo "           $(memory)"
echo "after it:  $(drive --callers 8 --batch 100 --seconds 10)"
