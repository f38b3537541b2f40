#!/usr/bin/env bash
# Installs buf and the generator for TypeScript beside their package.json, for this repository only, and prints the folder of the programs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# What was installed for another list of packages is not enough.
if ! cmp -s package.json node_modules/installed.json; then
  npm install --silent --no-audit --no-fund >&2
  cp package.json node_modules/installed.json
fi
echo "$PWD/node_modules/.bin"
