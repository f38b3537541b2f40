#!/usr/bin/env bash
# A client that holds nothing gets a map of 100,000 and of 1,000,000 records with values of about 100 bytes; five runs each, medians: the stream alone,
# the C# client with a replica in memory, and with one in a file.   bench/cold-sync.sh [RUNS] [RECORDS...]
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/runs.sh "${1:-5}"
shift || true
dotnet build bench/ColdSync -c Release -nologo -v quiet -clp:NoSummary

sync() {
  bench/ColdSync/bin/Release/net10.0/TopGun.ColdSync --server "$(sed -n 's/^grpc: *//p' "$place/out")" --token "$(sed -n 's/^token: *//p' "$place/out")" "$@"
}

for records in ${*:-100000 1000000}; do
  start
  drive --connections 4 --batch 500 --in-flight 4 --records "$records"
  sync --raw >/dev/null
  for _ in $(seq "$runs"); do sync --raw; done | medians
  for _ in $(seq "$runs"); do sync; done | medians
  for _ in $(seq "$runs"); do rm -f "$place"/replica*; sync --replica "$place/replica.db"; done | medians
  stop
done
