#!/usr/bin/env bash
# Overload: what a server does when it is offered ten times what it can take. For a quiet machine.   bench/overload.sh [SECONDS]
# The server has the first processor and what drives it the second, in every phase, so that the figures are those of the server. Printed are the peak (32 callers
# who wait for their answers); ten times as many calls a second for SECONDS (30), each at its time whatever becomes of those before it; the peak after that; 4,000
# callers for as long, who wait for their answers and for the time that they are told, and have ten times as many writes to make as the server keeps waiting; and
# the peak after that. durable_per_s of overload and of the crowd should stay above 80 % of the peaks around it, rss_mb bounded, without_retry_info 0.
# All overwrite the same 50,000 keys, so what is kept does not grow.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-30}
dotnet build src/Host -c Release -nologo -v quiet -clp:NoSummary
dotnet build bench/LoadGenerator -c Release -nologo -v quiet -clp:NoSummary
place=$(mktemp -d)
topgun=src/Host/bin/Release/net10.0/topgun
generator=bench/LoadGenerator/bin/Release/net10.0/TopGun.LoadGenerator
on() { [ "$(nproc)" -gt 1 ] && echo "taskset -c $1"; }
export TOPGUN__LIMITS__OPSPERSECOND=100000000 TOPGUN__LIMITS__OPSBURST=100000000 TOPGUN__LIMITS__BYTESPERSECOND=1099511627776 TOPGUN__LIMITS__BYTESBURST=1099511627776
# What a server that has run for a while has compiled, this one compiles at once: else it would compile in the time that is measured.
DOTNET_TieredCompilation=0 $(on 0) "$topgun" serve --dev --data "$place/data.db" --port 0 >"$place/out" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$place"' EXIT
for _ in $(seq 200); do grep -q '^ready' "$place/out" && break; sleep 0.1; done
address=$(sed -n 's/^grpc: *//p' "$place/out")
token=$(sed -n 's/^token: *//p' "$place/out")
drive() { $(on 1) "$generator" calls --server "$address" --token "$token" --pid "$server" --batch 100 --keys 50000 --connections 8 "$@"; }
drive --callers 8 --warm-up 5 --seconds 1 >/dev/null
peak=$(drive --callers 32 --warm-up 1 --seconds 10)
echo "peak:     $peak"
rate=$(echo "$peak" | sed 's/.*durable_per_s=\([0-9]*\).*/\1/')
echo "overload: $(drive --rate $((rate * 10 / 100)) --warm-up 2 --seconds "$seconds")"
echo "after it: $(drive --callers 32 --warm-up 0 --seconds 10)"
echo "crowd:    $(drive --callers 4000 --warm-up 2 --seconds "$seconds")"
echo "after it: $(drive --callers 32 --warm-up 0 --seconds 10)"
