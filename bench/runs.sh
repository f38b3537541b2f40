# For the scripts beside it: runs of the load generator against fresh servers, and medians.   . bench/runs.sh RUNS

runs=$1
dotnet build src/Host -c Release -nologo -v quiet -clp:NoSummary
dotnet build bench/LoadGenerator -c Release -nologo -v quiet -clp:NoSummary
place=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null || true; rm -rf "$place"' EXIT

# Starts a server on an empty data file.
start() {
  rm -f "$place"/*
  # One user writes all of it here: what is measured is the server and not his limits.
  TOPGUN__LIMITS__OPSPERSECOND=100000000 TOPGUN__LIMITS__OPSBURST=100000000 TOPGUN__LIMITS__BYTESPERSECOND=1099511627776 TOPGUN__LIMITS__BYTESBURST=1099511627776 TOPGUN__LIMITS__STREAMSPERUSER=1000000 \
    src/Host/bin/Release/net10.0/topgun serve --dev --data "$place/data.db" --port 0 >"$place/out" 2>&1 &
  server=$!
  for _ in $(seq 200); do grep -q '^ready' "$place/out" && break; sleep 0.1; done
}

# drive ARGUMENTS...: drives it, and prints the generator's line.
drive() {
  bench/LoadGenerator/bin/Release/net10.0/TopGun.LoadGenerator --pid "$server" \
    --server "$(sed -n 's/^grpc: *//p' "$place/out")" --token "$(sed -n 's/^token: *//p' "$place/out")" "$@"
}

stop() {
  kill "$server"
  wait "$server" || true
  server=
}

# run ARGUMENTS...: one server, one drive.
run() {
  start
  drive "$@"
  stop
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

# shape ARGUMENTS...: the medians of so many runs.
shape() { for _ in $(seq "$runs"); do run "$@"; done | medians; }

echo "$(nproc) cores, $(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -n 1), medians of $runs runs"
