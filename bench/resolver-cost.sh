#!/usr/bin/env bash
# What a conflict resolver costs a write from end to end: one server, one map without a rule, and maps with one each, driven in turns.
# Prints the median of the results per second and of the server's CPU time per op, and each as a ratio to the map without a rule.
#   bench/resolver-cost.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-5}
dotnet build src/Host -c Release -nologo -v quiet -clp:NoSummary
dotnet build bench/LoadGenerator -c Release -nologo -v quiet -clp:NoSummary
place=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$place"' EXIT

cat >"$place/first-write-wins.js" <<'JS'
if (context.localValue !== undefined) {
  return { action: 'reject', reason: 'Seat already booked by ' + context.localValue.user };
}
return { action: 'accept', value: context.remoteValue };
JS
cat >"$place/config.json" <<'JSON'
{ "resolvers": {
  "script": [{ "file": "first-write-wins.js" }],
  "builtin": [{ "builtIn": "NON_NEGATIVE", "fields": ["count"] }] } }
JSON

for _ in $(seq "$runs"); do
  rm -f "$place"/data*
  # One user writes all of it here: what is measured is the server and not his limits.
  TOPGUN__LIMITS__OPSPERSECOND=100000000 TOPGUN__LIMITS__OPSBURST=100000000 TOPGUN__LIMITS__BYTESPERSECOND=1099511627776 TOPGUN__LIMITS__BYTESBURST=1099511627776 TOPGUN__LIMITS__STREAMSPERUSER=1000000 \
    src/Host/bin/Release/net10.0/topgun serve --dev --data "$place/data.db" --port 0 --config "$place/config.json" >"$place/out" 2>&1 &
  server=$!
  for _ in $(seq 200); do grep -q '^ready' "$place/out" && break; sleep 0.1; done
  for map in warm script plain builtin; do
    line=$(bench/LoadGenerator/bin/Release/net10.0/TopGun.LoadGenerator --pid "$server" \
      --server "$(sed -n 's/^grpc: *//p' "$place/out")" --token "$(sed -n 's/^token: *//p' "$place/out")" \
      --map "$map" --connections 4 --batch 100 --in-flight 4 --warm-up 3 --seconds 4)
    [ "$map" = warm ] || echo "$map $line"
  done
  kill "$server"
  wait "$server" || true
  server=
done | tr -s ' ' | awk '
  { for (i = 2; i <= NF; i++) { split($i, kv, "="); if (kv[1] == "results_per_s" || kv[1] == "server_cpu_us_per_op") value[$1, kv[1], ++count[$1, kv[1]]] = kv[2] } }
  function median(map, figure,   n, a, b, t) {
    n = count[map, figure]
    for (a = 1; a <= n; a++) for (b = a + 1; b <= n; b++) if (value[map, figure, a] + 0 > value[map, figure, b] + 0) { t = value[map, figure, a]; value[map, figure, a] = value[map, figure, b]; value[map, figure, b] = t }
    return value[map, figure, int((n + 1) / 2)]
  }
  END {
    split("plain builtin script", maps, " ")
    for (m = 1; m <= 3; m++) {
      rate = median(maps[m], "results_per_s"); cpu = median(maps[m], "server_cpu_us_per_op")
      printf "%-8s results_per_s=%s ratio=%.2f server_cpu_us_per_op=%s ratio=%.2f\n", maps[m], rate, rate / median("plain", "results_per_s"), cpu, cpu / median("plain", "server_cpu_us_per_op")
    }
  }'
echo "$(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), medians of $runs runs"
