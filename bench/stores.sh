#!/usr/bin/env bash
# Writes to a server on a data file and to one on PostgreSQL in turns, in batches of 1 and of 100, and prints medians: results per second, the server's
# CPU time per op, and PostgreSQL's. Then how long a start takes with no records and with many.  Every result counted is durable.
#   bench/stores.sh [RUNS] [RECORDS]
set -euo pipefail
cd "$(dirname "$0")/.."

runs=${1:-5} records=${2:-1000000}
dotnet build src/Host -c Release -nologo -v quiet -clp:NoSummary
dotnet build bench/LoadGenerator -c Release -nologo -v quiet -clp:NoSummary
topgun=src/Host/bin/Release/net10.0/topgun
generator=bench/LoadGenerator/bin/Release/net10.0/TopGun.LoadGenerator
programs=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb | tail -n 1)")
place=$(mktemp -d) server= postmaster=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; [ -z "$postmaster" ] || { kill -INT "$postmaster" 2>/dev/null || true; wait "$postmaster" || true; }; rm -rf "$place"' EXIT

# PostgreSQL refuses to run as root.
chmod 755 "$place"; mkdir "$place/pg"
as=()
if [ "$(id -u)" -eq 0 ]; then
  user=$(getent passwd postgres >/dev/null && echo postgres || echo nobody)
  chown "$user" "$place/pg"
  as=(setpriv "--reuid=$user" "--regid=$user" --init-groups)
fi
"${as[@]}" "$programs/initdb" -D "$place/pg/data" -U admin -A trust --no-sync -E UTF8 --locale=C >/dev/null
"${as[@]}" "$programs/postgres" -D "$place/pg/data" -k "$place/pg" -c listen_addresses= -c shared_buffers=512MB -c max_wal_size=4GB >"$place/pg/log" 2>&1 &
postmaster=$!
sql() { "$programs/psql" -qAt -h "$place/pg" -U admin -d postgres -c "$1"; }
for _ in $(seq 200); do sql 'SELECT 1' >/dev/null 2>&1 && break; sleep 0.1; done

databases=0
# start KIND [keep]: a server on an empty store of a kind, or on the last one of it.
start() {
  if [ "$1" = postgres ]; then
    [ "${2:-}" = keep ] || { databases=$((databases + 1)); sql "CREATE DATABASE bench$databases" >/dev/null; }
    export TOPGUN_STORE="Host=$place/pg;Username=admin;Database=bench$databases"
  else
    [ "${2:-}" = keep ] || rm -f "$place"/data*
    unset TOPGUN_STORE
  fi
  "$topgun" serve --dev --data "$place/data.db" --port 0 >"$place/out" 2>&1 &
  server=$!
  for _ in $(seq 3000); do grep -q '^ready' "$place/out" && break; sleep 0.02; done
}
stop() { kill "$server"; wait "$server" || true; server=; }
drive() { "$generator" --pid "$server" --server "$(sed -n 's/^grpc: *//p' "$place/out")" --token "$(sed -n 's/^token: *//p' "$place/out")" "$@"; }
# CPU time of PostgreSQL so far, in ticks of 10 ms: the processes that run, and those that have ended.
ticks() { awk -v parent="$postmaster" '{ sub(/^.*\) /, ""); if ($2 == parent) sum += $12 + $13 } END { print sum + 0 }' /proc/[0-9]*/stat 2>/dev/null; }
ended() { awk '{ sub(/^.*\) /, ""); print $14 + $15 }' "/proc/$postmaster/stat"; }
own() { awk '{ sub(/^.*\) /, ""); print $12 + $13 }' "/proc/$server/stat"; }
medians() {
  tr ' ' '\n' | awk -F= '
    NF == 2 { if (!($1 in seen)) { order[++n] = $1; seen[$1] = 1 } values[$1, ++count[$1]] = $2 }
    END {
      for (i = 1; i <= n; i++) {
        k = order[i]; m = count[k]
        for (a = 1; a <= m; a++) for (b = a + 1; b <= m; b++) if (values[k, a] + 0 > values[k, b] + 0) { t = values[k, a]; values[k, a] = values[k, b]; values[k, b] = t }
        printf "%s=%s ", k, values[k, int((m + 1) / 2)]
      }
      print ""
    }'
}

echo "$(nproc) cores, load $(cut -d' ' -f1 /proc/loadavg), PostgreSQL $("$programs/postgres" --version | grep -o '[0-9.]*' | head -n 1), medians of $runs runs that take turns"
for shape in "--connections 20 --batch 1 --in-flight 4" "--connections 4 --batch 100 --in-flight 4"; do
  ops=$([[ "$shape" == *"--batch 100"* ]] && echo 100000 || echo 20000)
  for run in $(seq "$runs"); do
    for kind in sqlite postgres; do
      start "$kind"
      # Ops, not seconds, so that what PostgreSQL used can be counted per op; a first part warms up.
      drive $shape --records $((ops / 4)) >/dev/null
      before=$(($(ticks) + $(ended))) before_server=$(own)
      line=$(drive $shape --records "$ops")
      used=$(($(ticks) + $(ended) - before)) used_server=$(($(own) - before_server))
      echo "$line $(awk -v ops="$ops" -v db="$used" -v server="$used_server" 'BEGIN { printf "server_cpu_us_per_op=%.1f database_cpu_us_per_op=%.1f", server * 10000 / ops, db * 10000 / ops }')" >>"$place/$kind.lines"
      stop
    done
  done
  for kind in sqlite postgres; do echo "$kind $shape: $(medians <"$place/$kind.lines")"; rm "$place/$kind.lines"; done
done

# From the start of the process to the line 'ready', and to the answer of a write to the map, which loads it; then what the process occupies.
measure_start() {
  local began; began=$(date +%s%N)
  start "$1" keep
  local ready; ready=$(date +%s%N)
  drive --connections 1 --batch 1 --in-flight 1 --records 1 >/dev/null
  local loaded; loaded=$(date +%s%N)
  echo "ready-ms=$(((ready - began) / 1000000)) loaded-ms=$(((loaded - began) / 1000000)) cpu-ms=$(awk '{ sub(/^.*\) /, ""); print ($12 + $13) * 10 }' "/proc/$server/stat") resident-mb=$(awk '/VmRSS/ { print int($2 / 1024) }' "/proc/$server/status")"
  stop
}
for kind in sqlite postgres; do start "$kind"; stop; for _ in $(seq "$runs"); do measure_start "$kind"; done | medians | sed "s/^/$kind, no records: /"; done
[ "$records" -gt 0 ] || exit 0
start sqlite; drive --connections 4 --batch 500 --in-flight 4 --records "$records" >/dev/null; stop
for _ in $(seq "$runs"); do measure_start sqlite; done | medians | sed "s/^/sqlite, $records records: /"
timed() { local began; began=$(date +%s%N); "$@" >/dev/null; echo "$1 $2 of $records records: $((($(date +%s%N) - began) / 1000000)) ms"; }
unset TOPGUN_STORE; timed "$topgun" backup "$place/backup" --data "$place/data.db"
databases=$((databases + 1)); sql "CREATE DATABASE bench$databases" >/dev/null
timed "$topgun" restore "$place/backup" --store "Host=$place/pg;Username=admin;Database=bench$databases"
for _ in $(seq "$runs"); do measure_start postgres; done | medians | sed "s/^/postgres, $records records: /"
