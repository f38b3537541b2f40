#!/usr/bin/env bash
# Builds the library and the runner, and goes through the scenarios. Without optimisation: it lives for seconds, and compiling takes longer.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

library=$(../build.sh)
cmake -S . -B obj -Dtopgun_DIR="$library" -DCMAKE_CXX_FLAGS='-Wall -Wextra' >&2
cmake --build obj >&2
exec obj/runner
