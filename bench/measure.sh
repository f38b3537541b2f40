#!/usr/bin/env bash
# Drives a server from another process in several shapes, five runs each on a fresh server, and prints the median of each figure.
# Every result counted is durable.   bench/measure.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-5}
dotnet build src/Host -c Release -nologo -v quiet -clp:NoSummary
dotnet build bench/LoadGenerator -c Release -nologo -v quiet -clp:NoSummary
place=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$place"' EXIT

# run NAME ARGUMENTS...: starts a server on an empty data file, drives it, and prints the generator's line.
run() {
  rm -f "$place"/*
  src/Host/bin/Release/net10.0/topgun serve --dev --data "$place/data.db" --port 0 >"$place/out" 2>&1 &
  server=$!
  for _ in $(seq 200); do grep -q '^ready' "$place/out" && break; sleep 0.1; done
  bench/LoadGenerator/bin/Release/net10.0/TopGun.LoadGenerator --pid "$server" \
    --server "$(sed -n 's/^grpc: *//p' "$place/out")" --token "$(sed -n 's/^token: *//p' "$place/out")" "$@"
  kill "$server"
  wait "$server" || true
  server=
}

# The median of each figure over the lines on standard input.
medians() {
  tr ' ' '\n' | awk -F= -v runs="$runs" '
    { if (!($1 in seen)) { order[++n] = $1; seen[$1] = 1 } values[$1, ++count[$1]] = $2 }
    END {
      for (i = 1; i <= n; i++) {
        k = order[i]; m = count[k]
        for (a = 1; a <= m; a++) for (b = a + 1; b <= m; b++) if (values[k, a] + 0 > values[k, b] + 0) { t = values[k, a]; values[k, a] = values[k, b]; values[k, b] = t }
        printf "%s=%s ", k, values[k, int((m + 1) / 2)]
      }
      print ""
    }'
}

shape() { for _ in $(seq "$runs"); do run --warm-up 6 --seconds 4 "$@"; done | medians; }

echo "$(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), medians of $runs runs"
shape --connections 1 --batch 1 --in-flight 16
shape --connections 1 --batch 100 --in-flight 4
shape --connections 20 --batch 1 --in-flight 1
shape --connections 20 --batch 100 --in-flight 4
shape --connections 20 --batch 100 --in-flight 4 --keys 5000
shape --connections 200 --batch 1 --in-flight 4
for records in 100000 1000000; do
  for _ in $(seq "$runs"); do run --connections 4 --batch 500 --in-flight 4 --records "$records"; done | medians
done
