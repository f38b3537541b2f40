#!/usr/bin/env bash
# A replica to talk to, line by line: run.sh FILE MAP; see src/shell.ts.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/../conformance/build.sh" examples
exec node "$here/obj/shell.js" "$@"
