#!/usr/bin/env bash
# Checks the contract: its style, its formatting, and that it breaks nobody who was built from the released one.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

tools=$(scripts/contract-tools/install.sh)
findings=0
"$tools/buf" lint || findings=1
"$tools/buf" format --diff --exit-code || findings=1
"$tools/buf" breaking --against proto/released.binpb || findings=1

if [ "$findings" -ne 0 ]; then
  echo "lint-proto: FAILED, see above; 'buf format --write' mends the formatting." >&2
  exit 1
fi
echo "lint-proto: the contract is clean, and breaks nobody ($("$tools/buf" --version))."
