#!/usr/bin/env bash
# One writer to many subscribers, from another process, five runs each on a fresh server; prints the median of each figure. Every change is durable
# before it is fanned out, and each run checks that all of them have reached all subscribers.   bench/fan-out.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."
. bench/runs.sh "${1:-5}"

follow() { shape --warm-up 4 --seconds 3 --connections 1 "$@"; }
follow --batch 1 --in-flight 8 --subscribers 200
follow --batch 100 --in-flight 2 --subscribers 200
follow --batch 100 --in-flight 2 --subscribers 1000
# A hot map, without and with streams that have stopped reading.
follow --batch 100 --in-flight 4 --keys 5000 --subscribers 10
follow --batch 100 --in-flight 4 --keys 5000 --subscribers 10 --stalled 1000
