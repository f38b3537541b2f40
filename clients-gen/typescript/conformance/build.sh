#!/usr/bin/env bash
# Installs what the package needs, and builds it and the programs of a folder, unless nothing has changed since.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Two of these may run at once: one of them installs and builds.
exec 9> conformance/.lock
flock 9
if ! cmp -s package.json node_modules/installed.json; then
  npm install --silent --no-audit --no-fund --ignore-scripts >&2
  cp package.json node_modules/installed.json
fi
for folder in . "$1"; do
  built=$folder/obj/built
  if [ ! -e "$built" ] || [ -n "$(find src "$folder/src" package.json tsconfig.json -newer "$built" -print -quit)" ]; then
    npx tsc -p "$folder" >&2
    mkdir -p "$folder/obj" && touch "$built"
  fi
done
