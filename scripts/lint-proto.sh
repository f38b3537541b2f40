#!/usr/bin/env bash
# Checks the contract's style and formatting. Installs the linter beside its package.json, for this repository only.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools=scripts/lint-proto
wanted=$(sed -n 's/.*"@bufbuild\/buf": "\(.*\)".*/\1/p' "$tools/package.json")
installed=$(sed -n 's/.*"version": "\(.*\)".*/\1/p' "$tools/node_modules/@bufbuild/buf/package.json" 2>/dev/null || true)
if [ "$installed" != "$wanted" ]; then
  npm install --prefix "$tools" --silent --no-audit --no-fund
fi

findings=0
"$tools/node_modules/.bin/buf" lint || findings=1
"$tools/node_modules/.bin/buf" format --diff --exit-code || findings=1

if [ "$findings" -ne 0 ]; then
  echo "lint-proto: FAILED, see above; 'buf format --write' mends the formatting." >&2
  exit 1
fi
echo "lint-proto: the contract is clean (buf $wanted)."
