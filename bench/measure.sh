#!/usr/bin/env bash
# Drives a server from another process in several shapes, five runs each on a fresh server, and prints the median of each figure.
# Every result counted is durable.   bench/measure.sh [RUNS]
set -euo pipefail
cd "$(dirname "$0")/.."

. bench/runs.sh "${1:-5}"

shape --warm-up 6 --seconds 4 --connections 1 --batch 1 --in-flight 16
shape --warm-up 6 --seconds 4 --connections 1 --batch 100 --in-flight 4
shape --warm-up 6 --seconds 4 --connections 20 --batch 1 --in-flight 1
shape --warm-up 6 --seconds 4 --connections 20 --batch 100 --in-flight 4
shape --warm-up 6 --seconds 4 --connections 20 --batch 100 --in-flight 4 --keys 5000
shape --warm-up 6 --seconds 4 --connections 200 --batch 1 --in-flight 4
for records in 100000 1000000; do
  for _ in $(seq "$runs"); do run --connections 4 --batch 500 --in-flight 4 --records "$records"; done | medians
done
