#!/usr/bin/env bash
# Whether hostile scripts hurt the others: the latency of a calm map, one durable write at a time, alone and while clients write to
# maps whose rules never end, allocate all they may and take the costliest steps. Prints medians of the quantiles, ratios, and the
# server's memory.   bench/hostile-latency.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-5}
dotnet build src/Host -c Release -nologo -v quiet -clp:NoSummary
dotnet build bench/LoadGenerator -c Release -nologo -v quiet -clp:NoSummary
place=$(mktemp -d)
started=()
trap 'for p in "${started[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$place"' EXIT

echo 'for (;;) {}' >"$place/endless.js"
echo 'let s = "x"; for (;;) s = s + s;' >"$place/doubling.js"
echo 'const a = []; for (let i = 0; i < 60000; i++) a.push([i]); return { action: "local" };' >"$place/arrays.js"
echo 'const f = () => f(); for (let i = 0; ; i++) { try { f(); } catch (e) { throw e; } }' >"$place/deep.js"
cat >"$place/config.json" <<'JSON'
{ "resolvers": {
  "endless": [{ "file": "endless.js" }], "doubling": [{ "file": "doubling.js" }],
  "arrays": [{ "file": "arrays.js" }], "deep": [{ "file": "deep.js" }] } }
JSON

load() {
  bench/LoadGenerator/bin/Release/net10.0/TopGun.LoadGenerator --pid "$server" --server "$(sed -n 's/^grpc: *//p' "$place/out")" \
    --token "$(sed -n 's/^token: *//p' "$place/out")" "$@"
}
calm() { load --map calm --connections 1 --batch 1 --in-flight 1 --warm-up 3 --seconds 5; }

for _ in $(seq "$runs"); do
  rm -f "$place"/data*
  # One user writes all of it here: what is measured is the server and not his limits.
  TOPGUN__LIMITS__OPSPERSECOND=100000000 TOPGUN__LIMITS__OPSBURST=100000000 TOPGUN__LIMITS__BYTESPERSECOND=1099511627776 TOPGUN__LIMITS__BYTESBURST=1099511627776 TOPGUN__LIMITS__STREAMSPERUSER=1000000 \
    src/Host/bin/Release/net10.0/topgun serve --dev --data "$place/data.db" --port 0 --config "$place/config.json" >"$place/out" 2>&1 &
  server=$!
  started+=("$server")
  for _ in $(seq 200); do grep -q '^ready' "$place/out" && break; sleep 0.1; done
  calm >/dev/null
  echo "alone $(calm)"
  attackers=()
  for map in endless doubling arrays deep; do
    load --map "$map" --connections 2 --batch 100 --in-flight 1 --refused --warm-up 60 --seconds 1 >/dev/null 2>&1 &
    attackers+=("$!")
    started+=("$!")
  done
  sleep 1
  echo "attacked $(calm)"
  kill "${attackers[@]}"
  wait "${attackers[@]}" 2>/dev/null || true
  kill "$server"
  wait "$server" || true
done | tr -s ' ' | awk '
  { for (i = 2; i <= NF; i++) { split($i, kv, "="); value[$1, kv[1], ++count[$1, kv[1]]] = kv[2] } }
  function median(when, figure,   n, a, b, t) {
    n = count[when, figure]
    for (a = 1; a <= n; a++) for (b = a + 1; b <= n; b++) if (value[when, figure, a] + 0 > value[when, figure, b] + 0) { t = value[when, figure, a]; value[when, figure, a] = value[when, figure, b]; value[when, figure, b] = t }
    return value[when, figure, int((n + 1) / 2)]
  }
  END {
    split("alone attacked", whens, " ")
    for (w = 1; w <= 2; w++)
      printf "%-9s p50_ms=%s (x%.1f) p99_ms=%s (x%.1f) rss_mb=%s\n", whens[w], median(whens[w], "p50_ms"), median(whens[w], "p50_ms") / median("alone", "p50_ms"), median(whens[w], "p99_ms"), median(whens[w], "p99_ms") / median("alone", "p99_ms"), median(whens[w], "rss_mb")
  }'
echo "$(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), medians of $runs runs"
