#!/usr/bin/env bash
# Overload: what a server does when it is offered ten times what it can take. For a quiet machine.   bench/overload.sh [SECONDS]
# Prints the peak with 8 callers; what gets through while 80 callers push for SECONDS (30), who wait for their answers, so none is held back; then what
# gets through while 4,000 callers push for as long, who have twice as much on its way as the server keeps waiting, so that many are held back; and
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
processor() { awk -v hertz="$(getconf CLK_TCK)" '{ printf "%.1f s of processor so far", ($14 + $15) / hertz }' "/proc/$server/stat"; }
drive() { "$topgun" bench --server "$address" --token "$token" --batch 100 "$@"; }
drive --callers 8 --seconds 3 >/dev/null
echo "peak:      $(drive --callers 8 --seconds 10)"
echo "           $(memory), $(processor)"
echo "overload:  $(drive --callers 80 --seconds "$seconds")"
echo "           $(memory), $(processor)"
# A program makes 1,000 callers at most.
for i in 1 2 3 4; do drive --callers 1000 --seconds "$seconds" >"$place/beyond-$i" & pushing+=($!); done
wait "${pushing[@]}"
echo "beyond:    $(cat "$place"/beyond-* | tr -d , | awk '{ writes += $1; if ($5 > longest) longest = $5; held += $(NF - 1) }
  END { printf "%d durable writes in %.1f s: %d a second; held back %d times", writes, longest, writes / longest, held }')"
echo "           $(memory), $(processor)"
echo "after it:  $(drive --callers 8 --seconds 10)"
